using Gateway.Proxy.Diagnostics;
using Gateway.Proxy.Http;
using Gateway.Proxy.Resilience;
using Gateway.Proxy.Targets;
using Gateway.Proxy.Telemetry;

namespace Gateway.Proxy.Forwarding;

/// <summary>One attempt: the chosen endpoint, its permits, and its progress. Belongs to a pooled request; consecutive attempts reuse it.</summary>
internal sealed class Attempt(ForwardedRequest request) : IRequestSentListener
{
    // A circuit's probe must not depend on a slow client: when the client stops sending, the next request may probe.
    private static readonly TimeSpan ProbePatience = TimeSpan.FromSeconds(1);

    private readonly AttemptTelemetry _telemetry = new(request.Gateway.Metrics, request.Gateway.Time);
    private CircuitPermit _permit;
    private ConnectionPermits? _connections;
    private HttpMessageInvoker _invoker = null!;
    private Uploads.Upload? _upload;
    private ITimer? _probeTimer;

    public UpstreamEndpoint Endpoint { get; private set; } = null!;

    /// <summary>Whether any byte of the request was sent to the endpoint.</summary>
    public bool WasSent { get; private set; }

    /// <summary>The endpoint's response is forwarded to the client.</summary>
    public bool IsAccepted { get; private set; }

    /// <summary>The endpoint's response was copied completely.</summary>
    public bool IsCopied { get; set; }

    /// <summary>The status of the endpoint's response when it counts as a failure; otherwise 0.</summary>
    public int FailureStatus { get; set; }

    /// <summary>Chooses an endpoint and acquires the connection permit, then the circuit's permit. <see cref="Release"/> releases them; when one is missing, this method releases the other.</summary>
    public AcquireResult TryAcquire()
    {
        // Clear the results of the previous attempt.
        FailureStatus = 0;
        if (request.Route.Choose(request.Session, request.Retries.Tried, out _permit) is not { } endpoint)
            return AcquireResult.NoEndpoint;

        Endpoint = endpoint;
        request.Retries.AddTried(endpoint);
        _connections = endpoint.Target.Client.Permits;
        return _connections is null || _connections.TryAcquire(request.ClientFor(_connections)) ? TryAcquireCircuit() : AcquireResult.NoConnection;
    }

    /// <summary>Waits in the target's queue for the connection permit that <see cref="TryAcquire"/> did not get.</summary>
    /// <returns>Null when the permit was acquired; otherwise the failure.</returns>
    public async ValueTask<AttemptOutcome?> WaitForConnectionAsync()
    {
        var deadline = request.Deadline;
        deadline.EnsureTimer();
        var began = deadline.Time.GetTimestamp();
        using var cancelled = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, request.Context.RequestAborted);
        AttemptOutcome? refused = null;
        try
        {
            if (!await _connections!.AcquireAsync(request.ClientFor(_connections), request.Retries.PoolWaitRemaining, cancelled.Token))
                refused = new(FailureReason.PoolTimeout, Cause: $"no connection to target {Endpoint.Target.Name} became free within Timeouts.Pool, {Seconds.Of(request.Route.Route.Timeouts.Pool)}");
        }
        catch (OperationCanceledException)
        {
            refused = request.Context.RequestAborted.IsCancellationRequested
                ? new(FailureReason.ClientDisconnected)
                : new(FailureReason.RequestTimeout, Cause: $"Timeout was over while the request waited for a connection to target {Endpoint.Target.Name}");
        }

        var left = request.Retries.PoolWaitRemaining - deadline.Time.GetElapsedTime(began);
        request.Retries.PoolWaitRemaining = left > TimeSpan.Zero ? left : TimeSpan.Zero;
        if (refused is not null)
            Endpoint.Circuit.ReleaseProbe(_permit);
        return refused;
    }

    /// <summary>Acquires the circuit's permit, unless the circuit opened after the choice: a request that was not sent is not an attempt.</summary>
    public AcquireResult TryAcquireCircuit()
    {
        // A probe already has its permit.
        if (_permit.IsNone)
            _permit = Endpoint.Circuit.TryAcquirePermit();
        if (!_permit.IsNone)
            return AcquireResult.Acquired;
        _connections?.Release(request.ClientFor(_connections));
        return AcquireResult.CircuitOpened;
    }

    /// <summary>Starts the attempt, with all permits acquired.</summary>
    public HttpMessageInvoker Begin()
    {
        var route = request.Route.Route;
        Endpoint.Begin();
        WasSent = false;
        _telemetry.Begin(route.Name, Endpoint.Target.Name, resends: request.Retries.CountAttempt());
        request.Deadline.BeginPhase(RequestPhase.AwaitingResponseHeaders, route.Timeouts.Read);
        if (request.Body.IsStreamed)
        {
            _probeTimer = _permit.IsProbe ? WatchProbe() : null;
            if (_connections is not null && request.TimedBody is { } body)
                _upload = body.Upload = _connections.Uploads.Begin(() => request.Deadline.Phase == RequestPhase.ReceivingRequestBody, request.Deadline.ExpireReceiving);
        }

        return _invoker = Endpoint.Target.Client.Acquire();
    }

    public void OnSending() => WasSent = true;

    /// <summary>The endpoint's response headers have arrived, whether or not the response is forwarded.</summary>
    public void OnResponse(HttpResponseMessage response) =>
        Endpoint.Target.Statistics.RecordResponse((int)response.StatusCode, _telemetry.Responded(response));

    /// <summary>The endpoint's response is forwarded to the client.</summary>
    public void Accept()
    {
        IsAccepted = true;
        request.Deadline.BeginResponse();
        _probeTimer?.Dispose();
        _probeTimer = FailureStatus == 0 ? Endpoint.Circuit.CloseAfterSustainedResponse(_permit) : null;
    }

    /// <summary>Ends the attempt. A response that failed before the client received any of it counts as no response.</summary>
    public void End(AttemptOutcome outcome)
    {
        request.Deadline.EndPhase();
        StopWatching();
        if (!IsAccepted || IsCopied || outcome.Reason is FailureReason.None or FailureReason.UpstreamStatus || request.Context.Response.HasStarted)
            return;
        IsAccepted = false;
        request.Deadline.DiscardResponse();
    }

    /// <summary>Releases what <see cref="TryAcquire"/> and <see cref="Begin"/> acquired.</summary>
    /// <param name="outcome">Null when the attempt ended inconclusively, by an error that is not the endpoint's.</param>
    public void Release(AttemptOutcome? outcome)
    {
        _telemetry.End(outcome);

        // A fault of the client's request does not count against the target.
        if (!_telemetry.HasResponse && outcome is { IsEndpointFailure: true })
            Endpoint.Target.Statistics.RecordFailure();
        Endpoint.Target.Client.Release(_invoker);
        try
        {
            // Before the connection permit is released, so that the next holder sees the circuit's current state.
            Report(outcome);
        }
        finally
        {
            Endpoint.End(outcome is not { IsEndpointFailure: false });
            _connections?.Release(request.ClientFor(_connections));
        }
    }

    /// <summary>Resets the state for the next request.</summary>
    public void Clear()
    {
        StopWatching();
        Endpoint = null!;
        _permit = default;
        _connections = null;
        _invoker = null!;
        FailureStatus = 0;
        IsAccepted = IsCopied = WasSent = false;
    }

    // The circuit counts at most one failure per request and endpoint.
    private void Report(AttemptOutcome? outcome)
    {
        var isCounted = outcome is not { IsEndpointFailure: true } || request.Retries.IsFirstFailureOf(Endpoint) || _permit.IsProbe;
        Endpoint.Circuit.Report(_permit, isCounted ? outcome : null);
    }

    private ITimer WatchProbe()
    {
        var (circuit, permit, deadline) = (Endpoint.Circuit, _permit, request.Deadline);
        return request.Gateway.Time.CreateTimer(
            _ =>
            {
                if (deadline.Phase == RequestPhase.ReceivingRequestBody)
                    circuit.ReleaseProbe(permit);
            },
            null, ProbePatience, ProbePatience);
    }

    private void StopWatching()
    {
        _probeTimer?.Dispose();
        _probeTimer = null;
        if (_upload is null)
            return;
        _connections!.Uploads.End(_upload);
        request.TimedBody!.Upload = null;
        _upload = null;
    }
}
