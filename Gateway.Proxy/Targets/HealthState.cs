namespace Gateway.Proxy.Targets;

/// <summary>What the probes in the background found.</summary>
internal enum HealthState
{
    /// <summary>No probe has answered yet, or there are none.</summary>
    Unknown,

    /// <summary>Well.</summary>
    Healthy,

    /// <summary>Not well.</summary>
    Unhealthy,
}
