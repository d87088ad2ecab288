using System.Collections.Frozen;
using System.Reflection;
using Gateway.ServiceDefaults;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Microsoft.Extensions.Hosting;

public static partial class Extensions
{
    // Health checks arrive every few seconds and would dominate the traces.
    private static readonly FrozenSet<string> HealthCheckPaths =
        FrozenSet.ToFrozenSet(["/alive", "/health", "/ready", "/api/healthcheck"], StringComparer.OrdinalIgnoreCase);

    // The HTTP clients that the exporter requests from the factory when it sends over HTTP.
    private static readonly string[] ExporterClients = ["OtlpTraceExporter", "OtlpMetricExporter", "OtlpLogExporter"];

    /// <summary>
    /// Sends traces, metrics and logs over OTLP to <c>OTEL_EXPORTER_OTLP_ENDPOINT</c>. When that is not configured, or
    /// <c>OTEL_SDK_DISABLED</c> is true, nothing is registered and a request pays nothing for telemetry. The other <c>OTEL_*</c>
    /// settings mean what the OpenTelemetry specification says. Requests to health checks are not traced.
    /// </summary>
    /// <param name="builder">The application's builder.</param>
    /// <returns>The same builder.</returns>
    public static TBuilder ConfigureOpenTelemetry<TBuilder>(this TBuilder builder)
        where TBuilder : IHostApplicationBuilder
    {
        if (!IsTelemetryOn(builder.Configuration))
            return builder;

        var name = builder.Environment.ApplicationName;
        builder.Logging.AddOpenTelemetry(logging =>
        {
            logging.IncludeFormattedMessage = true;
            logging.IncludeScopes = true;
        });
        builder.Services.AddOpenTelemetry()
            // The environment detector runs after AddService, so that OTEL_SERVICE_NAME takes precedence.
            .ConfigureResource(resource => resource.AddService(name, serviceVersion: VersionOf(Assembly.GetEntryAssembly())).AddEnvironmentVariableDetector())
            .WithMetrics(metrics => metrics.AddMeter(name, "Gateway", "Polly").AddAspNetCoreInstrumentation().AddHttpClientInstrumentation().AddRuntimeInstrumentation())
            .WithTracing(tracing => tracing.AddSource(name, "Gateway").AddAspNetCoreInstrumentation(options => options.Filter = IsTraced).AddHttpClientInstrumentation())
            .UseOtlpExporter();
        builder.Services.AddHostedService<TelemetryShutdown>();
        KeepPlain(builder.Services);
        return builder;
    }

    private static bool IsTelemetryOn(IConfiguration configuration) =>
        !string.IsNullOrWhiteSpace(configuration["OTEL_EXPORTER_OTLP_ENDPOINT"])
        && !string.Equals(configuration["OTEL_SDK_DISABLED"], "true", StringComparison.OrdinalIgnoreCase);

    private static bool IsTraced(HttpContext context) => context.Request.Path.Value is not { } path || !HealthCheckPaths.Contains(path);

    private static string? VersionOf(Assembly? program) =>
        program?.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0];

    // The exporter has its own time limits and retries, and a log of every export would be a log to export.
    private static void KeepPlain(IServiceCollection services)
    {
        foreach (var client in ExporterClients)
            services.AddHttpClient(client).ConfigureAdditionalHttpMessageHandlers((handlers, _) => handlers.Clear()).RemoveAllLoggers();
    }
}
