using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

// YARP as its guide sets it up: the yardstick. With an OTLP endpoint it has the telemetry of Aspire's template.
var builder = WebApplication.CreateBuilder(args);
if (builder.Configuration["OTEL_EXPORTER_OTLP_ENDPOINT"] is not null)
{
    builder.Logging.AddOpenTelemetry(logging =>
    {
        logging.IncludeFormattedMessage = true;
        logging.IncludeScopes = true;
    });
    builder.Services.AddOpenTelemetry()
        .WithMetrics(metrics => metrics.AddAspNetCoreInstrumentation().AddHttpClientInstrumentation().AddRuntimeInstrumentation())
        .WithTracing(tracing => tracing.AddSource("Yarp.ReverseProxy").AddAspNetCoreInstrumentation().AddHttpClientInstrumentation())
        .UseOtlpExporter();
}

builder.Services.AddReverseProxy().LoadFromConfig(builder.Configuration.GetSection("ReverseProxy"));
var app = builder.Build();
app.MapReverseProxy();
app.Run();
