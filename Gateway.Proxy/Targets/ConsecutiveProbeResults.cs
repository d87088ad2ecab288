namespace Gateway.Proxy.Targets;

/// <summary>Consecutive probes with the same result.</summary>
internal readonly record struct ConsecutiveProbeResults(bool Healthy, int Length)
{
    public ConsecutiveProbeResults Add(bool healthy) => new(healthy, Length > 0 && healthy == Healthy ? Length + 1 : 1);

    /// <summary>Applies the thresholds; null: the health state does not change. The first success counts at once.</summary>
    public HealthState? Evaluate(int healthyThreshold, int unhealthyThreshold, HealthState current) => Healthy
        ? current == HealthState.Unknown || Length >= healthyThreshold ? HealthState.Healthy : null
        : Length >= unhealthyThreshold ? HealthState.Unhealthy : null;
}
