using System.Text.Json.Serialization;
using Gateway.Proxy.Targets.Statistics;

namespace Gateway.Proxy.Status;

/// <summary>A target's attempts of the last minute; a retry counts at the target to which it went.</summary>
/// <param name="Seconds">The length of the window.</param>
/// <param name="Attempts">The attempts that had a response, or failed without one.</param>
/// <param name="PerSecond">Attempts per second, over the part of the window in which the target exists.</param>
/// <param name="Responses">The responses by class of their status.</param>
/// <param name="Failures">The attempts that had no response.</param>
/// <param name="SuccessRate">The percentage of attempts with a response below 500; null without attempts.</param>
/// <param name="P50Ms">Milliseconds from an attempt's begin to the response's headers, the median; null without responses. At most 10 % off, as the other two.</param>
/// <param name="P95Ms">The 95th percentile.</param>
/// <param name="P99Ms">The 99th percentile.</param>
internal sealed record TargetStatsReport(int Seconds, long Attempts, double PerSecond, ResponseClasses Responses, long Failures, double? SuccessRate, double? P50Ms, double? P95Ms, double? P99Ms)
{
    public static TargetStatsReport Of(AttemptSummary summary) => new(
        AttemptStatistics.Seconds, summary.Attempts, Math.Round(summary.PerSecond, 2),
        new(summary.Responses(1), summary.Responses(2), summary.Responses(3), summary.Responses(4), summary.Responses(5)),
        summary.Failures, Round(summary.SuccessRate, 2), Round(summary.Percentile(0.5), 4), Round(summary.Percentile(0.95), 4), Round(summary.Percentile(0.99), 4));

    private static double? Round(double? value, int digits) => value is { } some ? Math.Round(some, digits) : null;
}

/// <summary>Numbers of responses by class of their status.</summary>
internal sealed record ResponseClasses(
    [property: JsonPropertyName("1xx")] long Informational,
    [property: JsonPropertyName("2xx")] long Successful,
    [property: JsonPropertyName("3xx")] long Redirection,
    [property: JsonPropertyName("4xx")] long ClientError,
    [property: JsonPropertyName("5xx")] long ServerError);
