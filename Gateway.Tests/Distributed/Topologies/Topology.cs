using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Testing;
using Gateway.Tests.Distributed.Telemetry;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Gateway.Tests.Distributed.Topologies;

/// <summary>The whole topology, each service a process, started from the AppHost as it is; on ports of its own.</summary>
public abstract class Topology : IAsyncLifetime
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(90);

    private readonly KeptLogs _logs = new();
    private IDistributedApplicationTestingBuilder? _builder;
    private OtlpReceiver? _telemetry;

    /// <summary>The gateway, as a client reaches it.</summary>
    public HttpClient Gateway { get; private set; } = null!;

    public FakeService Coredinator { get; private set; } = null!;

    public FakeService CoreTelemetry { get; private set; } = null!;

    /// <summary>Takes what the services report about themselves, in the dashboard's place.</summary>
    internal OtlpReceiver Telemetry => _telemetry!;

    protected DistributedApplication Application { get; private set; } = null!;

    /// <summary>The gateway's settings that differ from its appsettings.json, by their names in configuration.</summary>
    protected virtual Dictionary<string, string> GatewaySettings => new()
    {
        // With a circuit breaker one test's failures would decide whether the next test's are 502 or 503; it has tests of its own.
        ["Gateway:Defaults:CircuitBreaker:Enabled"] = "false",
    };

    /// <summary>Further configuration of the AppHost, as <c>Key=Value</c>.</summary>
    protected virtual IEnumerable<string> Arguments => [];

    public FakeService Service(string name) => name == Coredinator.Name ? Coredinator : CoreTelemetry;

    public async ValueTask InitializeAsync()
    {
        using CancellationTokenSource limit = new(StartLimit);
        _telemetry = await OtlpReceiver.StartAsync();
        _builder = await DistributedApplicationTestingBuilder.CreateAsync<Projects.Gateway_AppHost>(
            [$"ASPIRE_DASHBOARD_OTLP_ENDPOINT_URL={_telemetry.Address}", .. Arguments], limit.Token);
        _builder.Services.AddLogging(logging => logging.ClearProviders().AddProvider(_logs));

        var gateway = _builder.CreateResourceBuilder(_builder.Resources.OfType<ProjectResource>().Single(project => project.Name == "gateway"));
        foreach (var (name, value) in GatewaySettings)
            gateway.WithEnvironment(name.Replace(":", "__", StringComparison.Ordinal), value);
        Extend(_builder, gateway);

        Application = await _builder.BuildAsync(limit.Token);
        await WithinAsync(StartLimit, "the topology starts and the gateway is healthy", async stop =>
        {
            await Application.StartAsync(stop);
            await Application.ResourceNotifications.WaitForResourceHealthyAsync("gateway", stop);
        });

        Gateway = Client("gateway");
        Coredinator = new("coredinator", Client("coredinator"));
        CoreTelemetry = new("coretelemetry", Client("coretelemetry"));
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        foreach (var client in (HttpClient?[])[Gateway, Coredinator?.Client, CoreTelemetry?.Client])
            client?.Dispose();
        if (Application is not null)
            await Application.DisposeAsync();
        if (_builder is not null)
            await _builder.DisposeAsync();
        if (_telemetry is not null)
            await _telemetry.DisposeAsync();
    }

    /// <summary>Does this within the limit. A failure has what the topology and its services wrote.</summary>
    protected async Task WithinAsync(TimeSpan limit, string what, Func<CancellationToken, Task> action)
    {
        using CancellationTokenSource over = new(limit);
        try
        {
            await action(over.Token);
        }
        catch (Exception exception)
        {
            throw new InvalidOperationException($"Not within {limit}: {what}. The topology wrote:{Environment.NewLine}{_logs}", exception);
        }
    }

    /// <summary>Adds to what the AppHost declares.</summary>
    protected virtual void Extend(IDistributedApplicationBuilder builder, IResourceBuilder<ProjectResource> gateway)
    {
    }

    /// <summary>Follows no redirects, keeps no cookies, tries nothing again, adds no trace of its own: what it gets is what was answered.</summary>
    private HttpClient Client(string resource) =>
        new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, UseProxy = false, ActivityHeadersPropagator = null })
        {
            BaseAddress = Application.GetEndpoint(resource, "http"),
            Timeout = TimeSpan.FromSeconds(60),
        };
}
