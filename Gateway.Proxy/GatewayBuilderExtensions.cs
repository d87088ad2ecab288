using System.Diagnostics;
using Gateway.Proxy.Access.RateLimits;
using Gateway.Proxy.Access.Tokens;
using Gateway.Proxy.Configuration;
using Gateway.Proxy.Docs;
using Gateway.Proxy.Endpoints;
using Gateway.Proxy.Errors;
using Gateway.Proxy.Forwarding;
using Gateway.Proxy.Health;
using Gateway.Proxy.Hosting;
using Gateway.Proxy.Matching;
using Gateway.Proxy.Pipeline;
using Gateway.Proxy.Routes;
using Gateway.Proxy.Runtime;
using Gateway.Proxy.Server;
using Gateway.Proxy.Settings;
using Gateway.Proxy.Shutdown;
using Gateway.Proxy.Status;
using Gateway.Proxy.Targets;
using Gateway.Proxy.Telemetry;
using Gateway.Proxy.Transforms;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.ServiceDiscovery;

namespace Gateway.Proxy;

/// <summary>Adds the gateway to a web application.</summary>
public static class GatewayBuilderExtensions
{
    /// <summary>Adds the gateway: the routes of the <c>Gateway</c> section, and the services behind <see cref="GatewayPipeline.MapGateway"/>.</summary>
    /// <param name="builder">The application's builder.</param>
    /// <param name="configure">Adds routes in code.</param>
    /// <exception cref="InvalidOperationException"><c>AddGateway</c> was called before.</exception>
    /// <exception cref="GatewayConfigurationException">The section or the code is invalid; the exception lists every error.</exception>
    public static WebApplicationBuilder AddGateway(this WebApplicationBuilder builder, Action<GatewayBuilder>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        if (builder.Services.Any(service => service.ServiceType == typeof(GatewayRoutes)))
            throw new InvalidOperationException("AddGateway was called twice: call it once, and add all routes in that call.");
        builder.Configuration.AddBuiltInRoutes(FileRole.BuiltInOnRequest);
        builder.Configuration.UseResilientJsonFiles();
        var check = CheckOf(builder);
        var settings = ReadSettings(builder.Configuration, check);
        GatewayBuilder code = new(settings.Defaults);
        configure?.Invoke(code);
        RouteModel.Check([.. settings.Routes, .. code.Routes], settings.RouteRules);
        var services = builder.Services;

        services.TryAddSingleton(TimeProvider.System);
        services.AddHttpForwarder();
        if (!services.Any(service => service.ServiceType == typeof(ServiceEndpointResolver)))
            services.AddServiceDiscovery();
        services.AddSingleton(settings);
        LiveSettings live = new(settings);
        services.AddSingleton(live);
        services.AddSingleton(live.VersionHeader);
        services.AddSingleton(live.TrustedProxies);
        services.AddSingleton(live.Via);
        services.AddSingleton(live.OwnCookies);
        services.AddSingleton(live.Endpoints);
        services.AddSingleton(live.DrainTimes);
        services.AddSingleton(settings.Management);
        services.AddSingleton<ForwardedHeaders>();
        services.AddSingleton<Redirects>();
        services.AddSingleton<RequestHeaders>();
        services.AddSingleton<ResponseHeaders>();
        services.AddSingleton<ForwardingContext>();
        services.AddSingleton<GatewayHeaders>();
        services.AddSingleton<ProblemWriter>();
        services.AddSingleton<DiagnosticSource, ServerErrorWriter>();
        services.AddSingleton<IStartupFilter, UnhandledErrors>();
        services.AddSingleton<IStartupFilter, GatewayStartupFilter>();
        services.AddSingleton<ReplacedEndpoints>();
        services.AddMetrics();
        services.AddSingleton<GatewayMetrics>();
        services.AddSingleton<TargetGauges>();
        services.AddSingleton<ClientAddress>();
        services.AddSingleton<AccessLog>();
        services.AddSingleton<RequestTelemetry>();
        services.AddSingleton<ForwardingLog>();
        services.AddSingleton<RouteForwarder>();
        services.AddSingleton<RoutePipeline>();
        services.AddSingleton<TargetResolverLog>();
        services.AddSingleton<TargetResolver>();
        services.AddSingleton<TargetLog>();
        services.AddSingleton<TrustFileLog>();
        services.AddSingleton<UpstreamHttpClients>();
        services.AddSingleton<TargetRegistry>();
        services.AddSingleton<RouteTableBuilder>();
        services.AddSingleton(provider => new GatewayRoutes(
            provider.GetRequiredService<TargetRegistry>(), provider.GetRequiredService<RouteTableBuilder>(), live, code.Routes,
            provider.GetRequiredService<ILogger<GatewayRoutes>>()));

        // The key cache has its own timeouts and log, so the application's default HTTP client handlers (resilience, logging) are removed.
        services.AddHttpClient(nameof(SigningKeys), client => client.MaxResponseContentBufferSize = 1 << 20)
            .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler { SslOptions = UpstreamTrust.Options(authorities: null) })
            .ConfigureAdditionalHttpMessageHandlers((handlers, _) => handlers.Clear())
            .RemoveAllLoggers();
        services.AddSingleton<SigningKeys>();
        services.AddSingleton<RateLimiters>();
        services.AddSingleton<AccessPolicies>();
        services.AddSingleton<RouteEndpoints>();
        services.AddSingleton<MatcherPolicy, PortPolicy>();
        services.AddSingleton<MatcherPolicy, MatchPriority>();
        services.AddSingleton<MatcherPolicy>(new MatchPolicy(FrameworkForwarding.IsOn(builder.Configuration)));
        services.AddSingleton<DirectForwarders>();
        services.AddSingleton<HealthProbe>();
        services.AddSingleton<OnDemandHealthCheck>();
        services.AddSingleton<ShutdownState>();
        services.AddSingleton<ConnectionNotices>();
        services.AddHostedService<ConfigurationReloader>();
        services.AddSingleton(check);
        services.AddHostedService<ConfigurationFileWatcher>();
        services.AddSingleton<HealthMonitor>();
        services.AddHostedService<HealthMonitoring>();
        services.AddHostedService<DrainOnShutdown>();
        services.AddGatewayDocs();
        if (settings.Management.Prometheus)
            services.AddPrometheus(builder.Environment.ApplicationName);

        // YARP's own log lines contain upstream addresses and full queries.
        builder.Logging.AddFilter("Yarp", LogLevel.Error);
        FrameworkForwarding.Keep(builder);
        Http2Port.Listen(builder, settings.Http2Port);
        ManagementPort.Listen(builder, settings.Management);
        services.AddKestrelLimits(settings.Limits);
        return builder;
    }

    internal static ConfigurationCheck CheckOf(WebApplicationBuilder builder) => new(LoggingSettings.Check, new KestrelSettings(builder.Environment.ContentRootPath).Check);

    // Reports all errors together.
    internal static GatewaySettings ReadSettings(IConfiguration configuration, ConfigurationCheck check)
    {
        ConfigurationErrors errors = new();
        var settings = check.Read(configuration, errors);
        ListenAddresses.Check(configuration, errors);
        ListenAddresses.CheckOwn(configuration, "Gateway:Management:Port", settings.Management.Port, errors);
        ListenAddresses.CheckOwn(configuration, "Gateway:Http2Port", settings.Http2Port, errors);
        GatewaySettingsReader.AddSources(configuration, errors);
        errors.ThrowIfAny();
        return settings;
    }
}
