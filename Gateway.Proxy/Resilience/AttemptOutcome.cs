namespace Gateway.Proxy.Resilience;

/// <summary>How one attempt ended.</summary>
/// <param name="Reason">Why it failed; <see cref="FailureReason.None"/> when it did not.</param>
/// <param name="IsNotSent">Nothing of the request reached the upstream: any method may be retried.</param>
/// <param name="Status">The client's fault as a status, for <see cref="FailureReason.BadRequest"/>.</param>
internal readonly record struct AttemptOutcome(FailureReason Reason, bool IsNotSent = false, int Status = 0)
{
    public static readonly AttemptOutcome Success;

    /// <summary>A wait of the gateway's own was cut short: by its client, or by the request's time limit.</summary>
    public static AttemptOutcome Ended(bool isClientGone) => new(isClientGone ? FailureReason.ClientDisconnected : FailureReason.RequestTimeout);

    /// <summary>Whether the circuit counts it as a failure of the endpoint.</summary>
    public bool IsEndpointFailure => Reason is
        FailureReason.ConnectFailed or FailureReason.ConnectTimeout or FailureReason.UpstreamReset or FailureReason.UpstreamProtocolError
        or FailureReason.ReadTimeout or FailureReason.WriteTimeout or FailureReason.RequestTimeout or FailureReason.UpstreamStatus;

    /// <summary>Whether it says nothing about the endpoint.</summary>
    public bool IsInconclusive => Reason is FailureReason.BadRequest or FailureReason.ClientDisconnected or FailureReason.PoolTimeout or FailureReason.CircuitOpen or FailureReason.ResponseIdle;
}
