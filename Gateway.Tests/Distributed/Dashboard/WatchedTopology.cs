using System.Globalization;
using System.Net;
using System.Net.NetworkInformation;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Dashboard.Protocol;
using Gateway.Tests.Distributed.Topologies;
using Gateway.Tests.Harness;
using Grpc.Core;
using Grpc.Net.Client;

namespace Gateway.Tests.Distributed.Dashboard;

/// <summary>A topology that serves the dashboard's questions; a test asks them in the dashboard's place.</summary>
public sealed class WatchedTopology : Topology
{
    /// <summary>Does not start by itself, and cannot: its address is nonsense.</summary>
    public const string Broken = "broken";

    public const string Secret = "sesame";
    public const string Key = "key-of-the-test";

    private readonly int _port = Ports.Free();
    private readonly Lazy<GrpcChannel> _channel;

    public WatchedTopology() => _channel = new(() => GrpcChannel.ForAddress($"http://127.0.0.1:{_port}"));

    internal DashboardService.DashboardServiceClient Client => new(_channel.Value);

    public static DateTime Deadline => TimeProvider.System.GetUtcNow().UtcDateTime + TimeSpan.FromSeconds(60);

    public IEnumerable<IPEndPoint> Listeners =>
        IPGlobalProperties.GetIPGlobalProperties().GetActiveTcpListeners().Where(listener => listener.Port == _port);

    protected override IEnumerable<string> Arguments =>
    [
        $"AppHost:ResourceService:ApiKey={Key}",
        $"ASPIRE_RESOURCE_SERVICE_ENDPOINT_URL=http://localhost:{_port.ToString(CultureInfo.InvariantCulture)}",
    ];

    public static Metadata WithKey(string key = Key) => new() { { "x-resource-service-api-key", key } };

    protected override void Extend(IDistributedApplicationBuilder builder, IResourceBuilder<ProjectResource> gateway)
    {
        var parameter = builder.AddParameter("hidden", Secret, secret: true);
        gateway
            .WithEnvironment("PLAIN", "in the open")
            .WithEnvironment("UPSTREAM_PASSWORD", Secret)
            .WithEnvironment("FROM_PARAMETER", parameter)
            .WithEnvironment("WITHIN_TEXT", $"before {parameter} after");
        builder.AddProject<Projects.Fakes_Coredinator>(Broken).WithEnvironment("ASPNETCORE_URLS", "nonsense").WithExplicitStart();
    }
}
