namespace Gateway.Proxy;

/// <summary>How the targets of a route with a <c>HealthCheckPath</c> are probed in the background.</summary>
public sealed record HealthCheckSettings
{
    /// <summary>The kind of probe. Default: <see cref="HealthCheckType.Http"/>.</summary>
    public HealthCheckType Type { get; init; }

    /// <summary>Time between two probes of a target, give or take a tenth. Default: 10 s; 0.1 s to 1 day.</summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Time for one probe. Default: 2 s; 10 ms to 1 hour.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Failed probes in a row that make a target unhealthy. Default: 2; 1 to 100.</summary>
    public int UnhealthyThreshold { get; init; } = 2;

    /// <summary>Successful probes in a row that make it healthy again. Default: 1; 1 to 100.</summary>
    public int HealthyThreshold { get; init; } = 1;
}
