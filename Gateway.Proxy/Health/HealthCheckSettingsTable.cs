using Gateway.Proxy.Configuration.Tables;

namespace Gateway.Proxy.Health;

/// <summary>The keys of <c>HealthCheck</c>.</summary>
internal static class HealthCheckSettingsTable
{
    public static SettingsTable<HealthCheckSettings> Instance { get; } = new()
    {
        { "Type", "The kind of probe: GET of HealthCheckPath, or grpc.health.v1 over HTTP/2, with a service's name after the slash of HealthCheckPath.", Format.Choice<HealthCheckType>(), s => s.Type, (s, v) => s with { Type = v } },
        { "Interval", "Time between two probes of a target.", Format.Duration(TimeSpan.FromSeconds(0.1), TimeSpan.FromDays(1)), s => s.Interval, (s, v) => s with { Interval = v } },
        { "Timeout", "Time for one probe.", Format.Duration(TimeSpan.FromMilliseconds(10), TimeSpan.FromHours(1)), s => s.Timeout, (s, v) => s with { Timeout = v } },
        { "UnhealthyThreshold", "Failed probes in a row that make a target unhealthy.", Format.Integer(1, 100), s => s.UnhealthyThreshold, (s, v) => s with { UnhealthyThreshold = v } },
        { "HealthyThreshold", "Successful probes in a row that make it healthy again.", Format.Integer(1, 100), s => s.HealthyThreshold, (s, v) => s with { HealthyThreshold = v } },
    };
}
