using Gateway.AppHost;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

var builder = DistributedApplication.CreateBuilder(args);

if (!TryRead("DeployFakes", out var deployFakes) || !TryRead("Load", out var load))
{
    Environment.ExitCode = 2;
    return;
}

// The default of --output-path for a manifest, relative to the current directory.
if (builder.Configuration["Pipeline:Step"] == "publish-manifest")
    builder.Configuration["Pipeline:OutputPath"] ??= "aspire-manifest.json";

var gateway = builder.AddProject<Projects.Gateway_Proxy>("gateway")
    .WithHttpHealthCheck("/health")
    .WithExternalHttpEndpoints()
    .WithUrlForEndpoint("http", link => link.DisplayText = "docs") // The launch profile's launchUrl.
    .WithUrlForEndpoint("http", _ => new() { Url = "/health", DisplayText = "health" })
    .WithUrlForEndpoint("http", _ => new() { Url = "/gateway/status", DisplayText = "status" });

// Deployed, the status is on a port of its own, which no client outside reaches.
if (builder.ExecutionContext.IsPublishMode)
{
    gateway
        .WithHttpEndpoint(targetPort: 9000, name: "management")
        .WithEndpointsInEnvironment(endpoint => endpoint.Name != "management") // Else the public port's settings would have it too.
        .WithEnvironment("Gateway__Management__Port", gateway.GetEndpoint("management").Property(EndpointProperty.TargetPort))
        .WithEnvironment("Gateway__Management__Host", "*");
}

// Deployed, the gateway stands before the real services; DeployFakes=true deploys the fakes too, for a staging environment.
if (builder.ExecutionContext.IsPublishMode && !deployFakes)
{
    gateway
        .WithReference(builder.AddExternalService("coredinator", builder.AddParameter("coredinator-url")))
        .WithReference(builder.AddExternalService("coretelemetry", builder.AddParameter("coretelemetry-url")));
}
else
{
    var coredinator = builder.AddProject<Projects.Fakes_Coredinator>("coredinator").WithHttpHealthCheck("/api/healthcheck");
    var coretelemetry = builder.AddProject<Projects.Fakes_CoreTelemetry>("coretelemetry").WithHttpHealthCheck("/health");

    gateway
        .WithReference(coredinator).WaitFor(coredinator)
        .WithReference(coretelemetry).WaitFor(coretelemetry);

    // F5 shows a canary: see the route telemetry-canary in Gateway.Proxy/canary.Development.json.
    if (builder.ExecutionContext.IsRunMode)
    {
        var next = builder.AddProject<Projects.Fakes_CoreTelemetry>("coretelemetry-next")
            .WithHttpHealthCheck("/health")
            .WithEndpoint("http", endpoint => endpoint.Port = 7002); // The launch profile's port belongs to coretelemetry.
        gateway.WithReference(next).WaitFor(next);
    }
}

if (builder.ExecutionContext.IsRunMode)
{
    // Tests have ports of their own.
    if (!builder.Configuration.GetValue<bool>("DcpPublisher:RandomizePorts") && FixedPorts.ReportUsed(builder.Resources))
    {
        Environment.ExitCode = 1;
        return;
    }

    gateway.WriteAddressesWhenReady();
    if (load)
        builder.Services.AddHostedService(services => ActivatorUtilities.CreateInstance<DemoLoad>(services, gateway.GetEndpoint("http")));
}

builder.Build().Run();

bool TryRead(string name, out bool value)
{
    if (bool.TryParse(builder.Configuration[name] ?? "false", out value))
        return true;
    Console.Error.WriteLine($"{name} is '{builder.Configuration[name]}', allowed: true, false.");
    return false;
}
