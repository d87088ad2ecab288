namespace Gateway.Proxy.Resilience;

/// <summary>Why a circuit changed.</summary>
internal enum CircuitChangeCause
{
    /// <summary>Too many requests failed.</summary>
    Failures,

    /// <summary>The request that probed the endpoint failed.</summary>
    FailedProbe,

    /// <summary>The request that probed the endpoint ended inconclusively.</summary>
    InconclusiveProbe,

    /// <summary>A request begins to probe the endpoint.</summary>
    Probe,

    /// <summary>The request that probed the endpoint succeeded.</summary>
    SuccessfulProbe,

    /// <summary>A health check ended the break early.</summary>
    HealthCheck,
}
