using System.Globalization;

namespace Gateway.Proxy.Resilience;

/// <summary>How one attempt ended. Only failures allocate one.</summary>
/// <param name="Reason">Why it failed; <see cref="FailureReason.None"/> when it did not.</param>
/// <param name="IsNotSent">Nothing of the request reached the upstream: any method may be retried.</param>
/// <param name="Status">The status of the client's error, for <see cref="FailureReason.BadRequest"/>, or of the endpoint's response, for <see cref="FailureReason.UpstreamStatus"/>.</param>
/// <param name="Cause">The cause for the log, where there is more to say than the reason and the status. It may contain addresses, so the client must not get it.</param>
internal sealed record AttemptOutcome(FailureReason Reason, bool IsNotSent = false, int Status = 0, string? Cause = null)
{
    public static readonly AttemptOutcome Success = new(FailureReason.None);

    /// <summary>Whether the circuit counts it as a failure of the endpoint.</summary>
    public bool IsEndpointFailure => Reason is
        FailureReason.ConnectFailed or FailureReason.ConnectTimeout or FailureReason.UpstreamReset or FailureReason.UpstreamProtocolError
        or FailureReason.ReadTimeout or FailureReason.WriteTimeout or FailureReason.RequestTimeout or FailureReason.UpstreamStatus;

    /// <summary>The cause as the log states it.</summary>
    public string Explanation => Cause ?? (Status > 0 ? string.Create(CultureInfo.InvariantCulture, $"status {Status}") : "unknown cause");

    /// <summary>Whether the outcome says nothing about the endpoint.</summary>
    public bool IsInconclusive => Reason is FailureReason.BadRequest or FailureReason.ClientDisconnected or FailureReason.PoolTimeout or FailureReason.CircuitOpen or FailureReason.ResponseIdle;
}
