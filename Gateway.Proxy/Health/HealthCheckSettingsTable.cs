using Gateway.Proxy.Configuration.Tables;

namespace Gateway.Proxy.Health;

/// <summary>The keys of <c>HealthCheck</c>.</summary>
internal static class HealthCheckSettingsTable
{
    public static SettingsTable<HealthCheckSettings> Instance { get; } = new(new())
    {
        { "Type", "Http: GET HealthCheckPath, healthy with 2xx. Grpc: the service grpc.health.v1.Health over HTTP/2.", Format.Choice<HealthCheckType>(), s => s.Type, (s, v) => s with { Type = v } },
        { "Interval", "The time between two probes of an endpoint.", Format.Duration(TimeSpan.FromSeconds(0.1), TimeSpan.FromDays(1)), s => s.Interval, (s, v) => s with { Interval = v } },
        { "Timeout", "The time in which a probe must get a response.", Format.Duration(TimeSpan.FromMilliseconds(10), TimeSpan.FromHours(1)), s => s.Timeout, (s, v) => s with { Timeout = v } },
        { "UnhealthyThreshold", "An endpoint is unhealthy after this many failed probes in a row. It then gets no requests, unless no endpoint is healthy.", Format.Integer(1, 100), s => s.UnhealthyThreshold, (s, v) => s with { UnhealthyThreshold = v } },
        { "HealthyThreshold", "An unhealthy endpoint is healthy again after this many successful probes in a row.", Format.Integer(1, 100), s => s.HealthyThreshold, (s, v) => s with { HealthyThreshold = v } },
    };
}
