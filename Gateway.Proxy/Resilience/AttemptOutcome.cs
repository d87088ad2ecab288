namespace Gateway.Proxy.Resilience;

/// <summary>How one attempt ended.</summary>
/// <param name="Reason">Why it failed; <see cref="FailureReason.None"/> when it did not.</param>
/// <param name="IsNotSent">Nothing of the request reached the upstream: any method may be retried.</param>
/// <param name="Status">The client error's status code, for <see cref="FailureReason.BadRequest"/>.</param>
internal readonly record struct AttemptOutcome(FailureReason Reason, bool IsNotSent = false, int Status = 0)
{
    public static readonly AttemptOutcome Success;

    /// <summary>Whether the circuit counts it as a failure of the endpoint.</summary>
    public bool IsEndpointFailure => Reason is
        FailureReason.ConnectFailed or FailureReason.ConnectTimeout or FailureReason.UpstreamReset or FailureReason.UpstreamProtocolError
        or FailureReason.ReadTimeout or FailureReason.WriteTimeout or FailureReason.RequestTimeout or FailureReason.UpstreamStatus;

    /// <summary>Whether the outcome says nothing about the endpoint.</summary>
    public bool IsInconclusive => Reason is FailureReason.BadRequest or FailureReason.ClientDisconnected or FailureReason.PoolTimeout or FailureReason.CircuitOpen or FailureReason.ResponseIdle;
}
