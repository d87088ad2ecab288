using System.Diagnostics;
using System.Globalization;
using Gateway.Proxy.Diagnostics;
using Gateway.Proxy.Resilience;

namespace Gateway.Proxy.Telemetry;

/// <summary>The span and the duration of the attempt under way. Costs nothing without listeners. Belongs to a pooled request.</summary>
internal sealed class AttemptTelemetry(GatewayMetrics metrics, TimeProvider time)
{
    /// <summary>The name of the activity source.</summary>
    public const string SourceName = "Gateway";

    private const string SpanName = "gateway.attempt";

    private static readonly ActivitySource Source = new(SourceName, GatewayVersion.Text);

    private Activity? _span;
    private string _route = string.Empty;
    private string _target = string.Empty;
    private long _began;
    private long? _responded;
    private int _status;

    /// <param name="resends">How many attempts of the request there were before.</param>
    public void Begin(string route, string target, int resends)
    {
        (_route, _target, _status, _responded) = (route, target, 0, null);
        _began = time.GetTimestamp();
        _span = Source.HasListeners() && IsRequestRecorded ? Source.StartActivity(SpanName) : null;
        if (_span is not { IsAllDataRequested: true } span)
            return;

        // AddTag: the names are unique, so no look-up is needed. The HTTP client's span has the destination.
        span.AddTag(TelemetryNames.Route, route);
        span.AddTag(TelemetryNames.Target, target);
        if (resends > 0)
            span.AddTag(TelemetryNames.ResendCount, resends);
    }

    // No child span when the request's span is not recorded: the sampler has already decided.
    private static bool IsRequestRecorded => Activity.Current is not { IsAllDataRequested: false };

    /// <summary>Whether the upstream's response headers have arrived.</summary>
    public bool HasResponse => _status > 0;

    /// <summary>The upstream's response headers have arrived, whether or not the response is forwarded.</summary>
    /// <returns>The time since the attempt began.</returns>
    public TimeSpan Responded(HttpResponseMessage response)
    {
        _status = (int)response.StatusCode;
        var now = time.GetTimestamp();
        _responded = now;
        _span?.AddTag(TelemetryNames.StatusCode, _status);
        return time.GetElapsedTime(_began, now);
    }

    /// <param name="outcome">Null when the attempt ended inconclusively.</param>
    public void End(AttemptOutcome? outcome)
    {
        var error = outcome?.Reason switch
        {
            null => "error",
            FailureReason.None => null,
            FailureReason.UpstreamStatus => _status.ToString(CultureInfo.InvariantCulture),
            { } reason => reason.ToReasonString(),
        };
        if (metrics.MeasuresAttempts)
            metrics.Attempt(time.GetElapsedTime(_began, _responded ?? time.GetTimestamp()), _route, _target, error, _status);
        if (_span is not { } span)
            return;
        _span = null;
        if (error is not null)
            span.AddTag(TelemetryNames.ErrorType, error);
        if (outcome is null or { IsEndpointFailure: true })
            span.SetStatus(ActivityStatusCode.Error);
        span.Dispose();
    }
}
