namespace Gateway.Proxy.Resilience;

/// <summary>Why an attempt failed.</summary>
internal enum FailureReason
{
    /// <summary>It did not fail.</summary>
    None,

    /// <summary>The upstream refused, or its name could not be resolved.</summary>
    ConnectFailed,

    /// <summary>No connection within <c>Timeouts.Connect</c>.</summary>
    ConnectTimeout,

    /// <summary>The upstream closed or reset the connection.</summary>
    UpstreamReset,

    /// <summary>The upstream's response was not valid HTTP.</summary>
    UpstreamProtocolError,

    /// <summary>No byte from the upstream within <c>Timeouts.Read</c>.</summary>
    ReadTimeout,

    /// <summary>The upstream did not accept the body within <c>Timeouts.Write</c>.</summary>
    WriteTimeout,

    /// <summary>The whole request took longer than <c>Timeout</c>.</summary>
    RequestTimeout,

    /// <summary>No free connection within <c>Timeouts.Pool</c>.</summary>
    PoolTimeout,

    /// <summary>The circuits of all targets are open.</summary>
    CircuitOpen,

    /// <summary>No target is available.</summary>
    NoAvailableTarget,

    /// <summary>The upstream's status counts as a failure.</summary>
    UpstreamStatus,

    /// <summary>The response had started, and then no byte arrived within <c>Timeouts.Read</c> or <c>Timeouts.StreamIdle</c>.</summary>
    ResponseIdle,

    /// <summary>The client's request is malformed.</summary>
    BadRequest,

    /// <summary>The client disconnected, or aborted its upload.</summary>
    ClientDisconnected,
}
