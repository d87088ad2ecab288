using System.Diagnostics;
using System.Globalization;
using Gateway.Proxy.Diagnostics;
using Gateway.Proxy.Resilience;

namespace Gateway.Proxy.Telemetry;

/// <summary>The span and the duration of the attempt under way. Costs nothing while nobody listens. Belongs to a pooled exchange.</summary>
internal sealed class AttemptTelemetry(GatewayMetrics metrics, TimeProvider time)
{
    /// <summary>The name of the activity source.</summary>
    public const string SourceName = "Gateway";

    private const string SpanName = "gateway.attempt";

    private static readonly ActivitySource Source = new(SourceName, GatewayVersion.Text);

    private Activity? _span;
    private string _route = string.Empty;
    private string _target = string.Empty;
    private long? _began;
    private long? _responded;
    private int _status;

    /// <param name="endpoint">Where the attempt goes to.</param>
    /// <param name="resends">How many attempts of the request there were before.</param>
    public void Begin(string route, string target, Uri endpoint, int resends)
    {
        (_route, _target, _status, _responded) = (route, target, 0, null);
        _began = metrics.MeasuresAttempts ? time.GetTimestamp() : null;
        _span = Source.HasListeners() ? Source.StartActivity(SpanName) : null;
        if (_span is not { IsAllDataRequested: true } span)
            return;
        span.SetTag(TelemetryNames.Route, route);
        span.SetTag(TelemetryNames.Target, target);
        span.SetTag(TelemetryNames.ServerAddress, endpoint.Host);
        span.SetTag(TelemetryNames.ServerPort, endpoint.Port);
        if (resends > 0)
            span.SetTag(TelemetryNames.ResendCount, resends);
    }

    /// <summary>The upstream's response has begun, whatever becomes of it.</summary>
    public void Responded(HttpResponseMessage response)
    {
        if (_began is null && _span is null)
            return;
        _status = (int)response.StatusCode;
        _responded = time.GetTimestamp();
        _span?.SetTag(TelemetryNames.StatusCode, _status);
        _span?.SetTag(TelemetryNames.ProtocolVersion, response.Version is { Major: > 1 } version ? version.Major.ToString(CultureInfo.InvariantCulture) : response.Version.ToString());
    }

    /// <param name="outcome">Null when an error that says nothing of the upstream ended the attempt.</param>
    public void End(AttemptOutcome? outcome)
    {
        var error = outcome?.Reason switch
        {
            null => "error",
            FailureReason.None => null,
            FailureReason.UpstreamStatus => _status.ToString(CultureInfo.InvariantCulture),
            var reason => reason.Value.Word(),
        };
        if (_began is { } began && metrics.MeasuresAttempts)
            metrics.Attempt(time.GetElapsedTime(began, _responded ?? time.GetTimestamp()), _route, _target, error, _status);
        if (_span is not { } span)
            return;
        _span = null;
        if (error is not null)
            span.SetTag(TelemetryNames.ErrorType, error);
        if (outcome is null or { IsEndpointFailure: true })
            span.SetStatus(ActivityStatusCode.Error);
        span.Dispose();
    }
}
