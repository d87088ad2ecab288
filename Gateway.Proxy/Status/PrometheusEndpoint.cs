using Gateway.Proxy.Diagnostics;
using Gateway.Proxy.Endpoints;
using Gateway.Proxy.Telemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;

namespace Gateway.Proxy.Status;

/// <summary><c>/metrics</c> on the management port: the gateway's and the framework's metrics as Prometheus reads them.</summary>
internal static class PrometheusEndpoint
{
    public const string Path = "/metrics";

    /// <summary>Collects the metrics. An OTLP exporter can read the same instruments at the same time.</summary>
    public static void AddPrometheus(this IServiceCollection services, string service) => services.AddOpenTelemetry()
        .ConfigureResource(resource => resource.AddService(service, serviceVersion: GatewayVersion.Text).AddEnvironmentVariableDetector())
        .WithMetrics(metrics => metrics
            .AddMeter(GatewayMetrics.MeterName)
            .AddAspNetCoreInstrumentation()
            .AddHttpClientInstrumentation()
            .AddRuntimeInstrumentation()
            .AddPrometheusExporter());

    public static void MapPrometheus(this IEndpointRouteBuilder endpoints) =>
        endpoints.MapOwn(OwnEndpoint.Status).MapPrometheusScrapingEndpoint(Path).DisableHttpMetrics();
}
