namespace Gateway.Proxy.Targets;

/// <summary>The result of the background probes.</summary>
internal enum HealthState
{
    /// <summary>No probe has completed yet, or there are none.</summary>
    Unknown,

    /// <summary>Healthy.</summary>
    Healthy,

    /// <summary>Unhealthy.</summary>
    Unhealthy,
}
