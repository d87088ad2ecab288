namespace Microsoft.Extensions.Hosting;

/// <summary>
/// What a service leaves out of its telemetry; configured in the section <c>ServiceDefaults:Telemetry</c>.
/// Where it is sent, and how often, the <c>OTEL_*</c> settings say.
/// </summary>
public sealed class ServiceTelemetryOptions
{
    internal const string SectionName = "ServiceDefaults:Telemetry";

    /// <summary>
    /// Whether requests to the <see cref="HealthProbePaths"/> are traced; default <see langword="false"/>: probes come
    /// every few seconds and would hide the rest. Probes this process sends as part of no other trace are left out too.
    /// </summary>
    public bool TraceHealthProbes { get; set; }

    /// <summary>
    /// The paths of health probes, compared whole and without regard to case; default <c>/alive</c>, <c>/health</c> and
    /// <c>/api/healthcheck</c>. Configured paths are added to these.
    /// </summary>
    public IList<string> HealthProbePaths { get; } = ["/alive", "/health", "/api/healthcheck"];
}
