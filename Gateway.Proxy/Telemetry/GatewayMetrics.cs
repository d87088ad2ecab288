using System.Diagnostics;
using System.Diagnostics.Metrics;
using Gateway.Proxy.Diagnostics;

namespace Gateway.Proxy.Telemetry;

/// <summary>The instruments that requests write to. docs/observability.md lists them all.</summary>
internal sealed class GatewayMetrics
{
    /// <summary>The name of the meter.</summary>
    public const string MeterName = "Gateway";

    // The buckets of OpenTelemetry's semantic conventions for the duration of HTTP requests.
    private static readonly double[] Seconds = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10];

    private readonly Counter<long> _errors;
    private readonly Histogram<double> _attempts;

    public GatewayMetrics(IMeterFactory factory)
    {
        var meter = Create(factory);
        _errors = meter.CreateCounter<long>("gateway.error_responses", "{response}", "Error responses that the gateway generated instead of an upstream's response.");
        _attempts = meter.CreateHistogram("gateway.attempt.duration", "s", "Time from the begin of an attempt to the response's headers, or to its failure.", tags: null, new InstrumentAdvice<double> { HistogramBucketBoundaries = Seconds });
    }

    /// <summary>Whether the duration of attempts is collected.</summary>
    public bool MeasuresAttempts => _attempts.Enabled;

    public static Meter Create(IMeterFactory factory) => factory.Create(new MeterOptions(MeterName) { Version = GatewayVersion.Text });

    /// <param name="route">Null when no route matches the request.</param>
    public void Error(string? route, string errorType, int status)
    {
        if (!_errors.Enabled)
            return;
        TagList tags = new() { { TelemetryNames.ErrorType, errorType }, { TelemetryNames.StatusCode, status } };
        if (route is not null)
            tags.Add(TelemetryNames.Route, route);
        _errors.Add(1, tags);
    }

    /// <param name="errorType">Null when the attempt did not fail.</param>
    /// <param name="status">0 when there was no response.</param>
    public void Attempt(TimeSpan duration, string route, string target, string? errorType, int status)
    {
        TagList tags = new() { { TelemetryNames.Route, route }, { TelemetryNames.Target, target } };
        if (errorType is not null)
            tags.Add(TelemetryNames.ErrorType, errorType);
        if (status > 0)
            tags.Add(TelemetryNames.StatusCode, status);
        _attempts.Record(duration.TotalSeconds, tags);
    }
}
