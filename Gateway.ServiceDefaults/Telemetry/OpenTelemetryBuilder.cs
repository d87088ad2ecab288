using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry;

namespace Gateway.ServiceDefaults.Telemetry;

/// <summary>What the SDK's <c>WithTracing</c>, <c>WithMetrics</c> and <c>UseOtlpExporter</c> extend; its own builder is in the hosting package.</summary>
internal sealed class OpenTelemetryBuilder(IServiceCollection services) : IOpenTelemetryBuilder
{
    public IServiceCollection Services { get; } = services;
}
