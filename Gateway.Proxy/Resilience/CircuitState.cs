namespace Gateway.Proxy.Resilience;

/// <summary>Which requests a circuit allows.</summary>
internal enum CircuitState
{
    /// <summary>Every request.</summary>
    Closed,

    /// <summary>None.</summary>
    Open,

    /// <summary>Only the request that probes whether the endpoint is healthy again.</summary>
    HalfOpen,
}
