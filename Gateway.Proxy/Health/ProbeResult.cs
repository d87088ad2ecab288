namespace Gateway.Proxy.Health;

/// <summary>The result of one health check.</summary>
/// <param name="Failure">Why the endpoint is unhealthy; null: it is healthy.</param>
internal readonly record struct ProbeResult(string? Failure)
{
    public static readonly ProbeResult Healthy;

    public bool IsHealthy => Failure is null;
}
