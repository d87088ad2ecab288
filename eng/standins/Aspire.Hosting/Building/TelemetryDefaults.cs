using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Dashboard;
using Microsoft.Extensions.Hosting;

namespace Aspire.Hosting.Building;

/// <summary>Where a service sends its telemetry: only set when somebody is there to receive it.</summary>
internal static class TelemetryDefaults
{
    private const string Endpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";

    public static IResourceBuilder<ProjectResource> WithTelemetry(this IResourceBuilder<ProjectResource> builder)
    {
        var instance = InstanceName.New();
        return builder.WithAnnotation(instance).WithEnvironment(context => Set(builder, context, instance));
    }

    private static void Set(IResourceBuilder<ProjectResource> builder, EnvironmentCallbackContext context, InstanceName instance)
    {
        var configuration = builder.ApplicationBuilder.Configuration;
        var variables = context.EnvironmentVariables;
        variables["OTEL_DOTNET_EXPERIMENTAL_OTLP_RETRY"] = "in_memory";
        if ((DashboardSettings.Receiver(configuration) ?? configuration[Endpoint]) is not { } endpoint)
            return;

        variables[Endpoint] = endpoint;
        variables["OTEL_EXPORTER_OTLP_PROTOCOL"] = configuration["OTEL_EXPORTER_OTLP_PROTOCOL"] ?? "grpc";
        variables["OTEL_SERVICE_NAME"] = context.Resource.Name;
        variables["OTEL_RESOURCE_ATTRIBUTES"] = $"service.instance.id={instance.Id}";
        if (configuration["AppHost:OtlpApiKey"] is { } key)
            variables["OTEL_EXPORTER_OTLP_HEADERS"] = $"x-otlp-api-key={key}";

        if (builder.ApplicationBuilder.Environment.IsDevelopment())
        {
            variables["OTEL_BLRP_SCHEDULE_DELAY"] = "1000";
            variables["OTEL_BSP_SCHEDULE_DELAY"] = "1000";
            variables["OTEL_METRIC_EXPORT_INTERVAL"] = "1000";
            variables["OTEL_TRACES_SAMPLER"] = "always_on";
            variables["OTEL_METRICS_EXEMPLAR_FILTER"] = "trace_based";
        }
    }
}
