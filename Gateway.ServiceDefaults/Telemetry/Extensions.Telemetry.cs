using Gateway.ServiceDefaults.Telemetry;
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
    /// <summary>
    /// Sends traces, metrics and logs over OTLP to <c>OTEL_EXPORTER_OTLP_ENDPOINT</c>. When that is not configured, or
    /// <c>OTEL_SDK_DISABLED</c> is true, nothing is registered and requests pay nothing for telemetry.
    /// The other <c>OTEL_*</c> settings mean what the OpenTelemetry specification says.
    /// </summary>
    /// <param name="builder">The application's builder.</param>
    /// <returns>The same builder.</returns>
    public static TBuilder ConfigureOpenTelemetry<TBuilder>(this TBuilder builder) where TBuilder : IHostApplicationBuilder
    {
        if (!IsTelemetryOn(builder.Configuration)) return builder;

        ServerSpans.AskForTags();
        builder.Services.AddOptions<ServiceTelemetryOptions>().BindConfiguration(ServiceTelemetryOptions.SectionName);
        builder.Services.AddSingleton<HealthProbes>();
        builder.Services.AddSingleton<ServerSpans>();
        builder.Services.AddSingleton<ProbeSpanFilter>();
        // First, so that the other hosted services are observed from their start.
        builder.Services.Insert(0, ServiceDescriptor.Singleton<IHostedService, TelemetryHostedService>());

        builder.Logging.AddOpenTelemetry(logging =>
        {
            logging.IncludeFormattedMessage = true;
            logging.IncludeScopes = true;
        });

        var name = builder.Environment.ApplicationName;
        new OpenTelemetryBuilder(builder.Services)
            // The environment is read again after it, so that what it says wins over the application's name.
            .ConfigureResource(resource => resource.AddService(name).AddEnvironmentVariableDetector())
            .WithTracing(tracing => tracing
                .AddSource([.. TelemetrySources.Tracing, name])
                .AddProcessor(services => services.GetRequiredService<ProbeSpanFilter>()))
            .WithMetrics(metrics => metrics.AddMeter([.. TelemetrySources.Meters, name]))
            .UseOtlpExporter();
        ExporterHttpClients.KeepPlain(builder.Services);
        return builder;
    }

    private static bool IsTelemetryOn(IConfiguration configuration) =>
        !string.IsNullOrWhiteSpace(configuration["OTEL_EXPORTER_OTLP_ENDPOINT"])
        && !string.Equals(configuration["OTEL_SDK_DISABLED"], "true", StringComparison.OrdinalIgnoreCase);
}
