using Microsoft.Extensions.DependencyInjection;

namespace Gateway.ServiceDefaults.Telemetry;

/// <summary>
/// The exporter takes its clients for OTLP over HTTP from the client factory. They get none of the shared handlers:
/// it has its own timeouts, and logs of every export would be logs to export.
/// </summary>
internal static class ExporterHttpClients
{
    private static readonly string[] Names = ["OtlpTraceExporter", "OtlpMetricExporter", "OtlpLogExporter"];

    public static void KeepPlain(IServiceCollection services)
    {
        foreach (var name in Names)
        {
            services.AddHttpClient(name)
                .ConfigureAdditionalHttpMessageHandlers((handlers, _) => handlers.Clear())
                .RemoveAllLoggers();
        }
    }
}
