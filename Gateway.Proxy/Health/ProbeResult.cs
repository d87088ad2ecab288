namespace Gateway.Proxy.Health;

/// <summary>What one health check found.</summary>
/// <param name="Failure">Why the endpoint is not healthy, for the operator; null: it is.</param>
internal readonly record struct ProbeResult(string? Failure)
{
    public static readonly ProbeResult Healthy;

    public bool IsHealthy => Failure is null;
}
