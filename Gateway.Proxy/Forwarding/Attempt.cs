using Gateway.Proxy.Http;
using Gateway.Proxy.Resilience;
using Gateway.Proxy.Targets;
using Gateway.Proxy.Telemetry;

namespace Gateway.Proxy.Forwarding;

/// <summary>One attempt: the endpoint that was chosen, the permits that it needs, and what has come of it so far. Belongs to a pooled request; one attempt follows the other.</summary>
internal sealed class Attempt(ForwardedRequest request) : IRequestSentListener
{
    // A circuit's probe does not wait for its client: while the client sends nothing, the next request may probe.
    private static readonly TimeSpan ProbePatience = TimeSpan.FromSeconds(1);

    private readonly AttemptTelemetry _telemetry = new(request.Gateway.Metrics, request.Gateway.Time);
    private CircuitPermit _permit;
    private ConnectionPermits? _connections;
    private HttpMessageInvoker _invoker = null!;
    private Uploads.Upload? _upload;
    private ITimer? _probeTimer;

    public UpstreamEndpoint Endpoint { get; private set; } = null!;

    /// <summary>Whether anything of the request went to the endpoint.</summary>
    public bool WasSent { get; private set; }

    /// <summary>The endpoint's response goes to the client.</summary>
    public bool IsAccepted { get; private set; }

    /// <summary>The endpoint's response was copied to its end.</summary>
    public bool IsCopied { get; set; }

    /// <summary>The status of the endpoint's response, when it counts as a failure; else 0.</summary>
    public int FailureStatus { get; set; }

    /// <summary>Chooses an endpoint and takes what a request to it needs: the connection permit, then the circuit's. What was taken is given back by <see cref="Release"/>, or here when something is missing.</summary>
    public AcquireResult TryAcquire()
    {
        // What the attempt before has found says nothing of this one.
        FailureStatus = 0;
        if (request.Route.Choose(request.Retries.Tried, out _permit) is not { } endpoint)
            return AcquireResult.NoEndpoint;

        Endpoint = endpoint;
        request.Retries.AddTried(endpoint);
        _connections = endpoint.Target.Client.Permits;
        return _connections is null || _connections.TryAcquire(request.Context.Connection.RemoteIpAddress) ? TryAcquireCircuit() : AcquireResult.NoConnection;
    }

    /// <summary>Waits in the target's queue for the connection permit that <see cref="TryAcquire"/> did not find.</summary>
    /// <returns>Null once the attempt has it; else why not.</returns>
    public async ValueTask<AttemptOutcome?> WaitForConnectionAsync()
    {
        var deadline = request.Deadline;
        deadline.EnsureTimer();
        var began = deadline.Time.GetTimestamp();
        using var cancelled = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, request.Context.RequestAborted);
        AttemptOutcome? refused = null;
        try
        {
            if (!await _connections!.AcquireAsync(request.Context.Connection.RemoteIpAddress, request.Retries.PoolWaitRemaining, cancelled.Token))
                refused = new(FailureReason.PoolTimeout);
        }
        catch (OperationCanceledException)
        {
            refused = AttemptOutcome.Ended(isClientGone: request.Context.RequestAborted.IsCancellationRequested);
        }

        var left = request.Retries.PoolWaitRemaining - deadline.Time.GetElapsedTime(began);
        request.Retries.PoolWaitRemaining = left > TimeSpan.Zero ? left : TimeSpan.Zero;
        if (refused is not null)
            Endpoint.Circuit.ReleaseProbe(_permit);
        return refused;
    }

    /// <summary>Takes the circuit's permit, unless the circuit has opened since the choice: what was not sent is no attempt.</summary>
    public AcquireResult TryAcquireCircuit()
    {
        // A probe has its permit from the choice.
        if (_permit.IsNone)
            _permit = Endpoint.Circuit.TryAcquirePermit();
        if (!_permit.IsNone)
            return AcquireResult.Acquired;
        _connections?.Release(request.Context.Connection.RemoteIpAddress);
        return AcquireResult.CircuitOpened;
    }

    /// <summary>The attempt begins, with everything acquired.</summary>
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

    /// <summary>The endpoint's response has begun, whatever becomes of it.</summary>
    public void OnResponse(HttpResponseMessage response) => _telemetry.Responded(response);

    /// <summary>The endpoint's response goes to the client.</summary>
    public void Accept()
    {
        IsAccepted = true;
        request.Deadline.BeginResponse();
        _probeTimer?.Dispose();
        _probeTimer = FailureStatus == 0 ? Endpoint.Circuit.CloseAfterSustainedResponse(_permit) : null;
    }

    /// <summary>The attempt has ended so. A response that broke off before the client saw any of it counts as none.</summary>
    public void End(AttemptOutcome outcome)
    {
        request.Deadline.EndPhase();
        StopWatching();
        if (!IsAccepted || IsCopied || outcome.Reason is FailureReason.None or FailureReason.UpstreamStatus || request.Context.Response.HasStarted)
            return;
        IsAccepted = false;
        request.Deadline.DiscardResponse();
    }

    /// <summary>Gives back all that <see cref="TryAcquire"/> and <see cref="Begin"/> took.</summary>
    /// <param name="outcome">Null when an error that says nothing of the endpoint ended the attempt.</param>
    public void Release(AttemptOutcome? outcome)
    {
        _telemetry.End(outcome);
        Endpoint.Target.Client.Release(_invoker);
        try
        {
            // Before the connection permit is free, so that who waits for it finds the circuit as it is.
            Report(outcome);
        }
        finally
        {
            Endpoint.End(outcome is not { IsEndpointFailure: false });
            _connections?.Release(request.Context.Connection.RemoteIpAddress);
        }
    }

    /// <summary>Forgets everything, for the next request.</summary>
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

    // Of a request's failures at one endpoint the circuit hears once.
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
