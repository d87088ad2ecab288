namespace Gateway.Proxy.Resilience;

/// <summary>What a circuit lets through.</summary>
internal enum CircuitState
{
    /// <summary>Every request.</summary>
    Closed,

    /// <summary>None.</summary>
    Open,

    /// <summary>The one request that probes whether the endpoint is well again.</summary>
    HalfOpen,
}
