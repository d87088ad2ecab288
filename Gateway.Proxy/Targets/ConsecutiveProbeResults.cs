namespace Gateway.Proxy.Targets;

/// <summary>Probes of one outcome in a row.</summary>
internal readonly record struct ConsecutiveProbeResults(bool Healthy, int Length)
{
    public ConsecutiveProbeResults Add(bool healthy) => new(healthy, Length > 0 && healthy == Healthy ? Length + 1 : 1);

    /// <summary>The health that the thresholds make of it; null: what it was stays. The first success is believed at once.</summary>
    public HealthState? Evaluate(int healthyThreshold, int unhealthyThreshold, HealthState current) => Healthy
        ? current == HealthState.Unknown || Length >= healthyThreshold ? HealthState.Healthy : null
        : Length >= unhealthyThreshold ? HealthState.Unhealthy : null;
}
