namespace Gateway.Proxy.Resilience;

internal static class FailureReasonExtensions
{
    /// <summary>The reason's name in problem details, metrics, traces and logs.</summary>
    public static string ToReasonString(this FailureReason reason) => reason switch
    {
        FailureReason.None => "success",
        FailureReason.ConnectFailed => "connect_failed",
        FailureReason.ConnectTimeout => "connect_timeout",
        FailureReason.UpstreamReset => "upstream_reset",
        FailureReason.UpstreamProtocolError => "upstream_protocol_error",
        FailureReason.ReadTimeout => "read_timeout",
        FailureReason.WriteTimeout => "write_timeout",
        FailureReason.RequestTimeout => "request_timeout",
        FailureReason.PoolTimeout => "pool_timeout",
        FailureReason.CircuitOpen => "circuit_open",
        FailureReason.NoAvailableTarget => "no_target",
        FailureReason.UpstreamStatus => "upstream_status",
        FailureReason.ResponseIdle => "response_idle",
        FailureReason.BadRequest => "bad_request",
        FailureReason.ClientDisconnected => "client_gone",
        _ => throw new System.Diagnostics.UnreachableException(),
    };
}
