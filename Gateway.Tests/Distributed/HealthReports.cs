using System.Text.Json;
using Gateway.Tests.Distributed.Topologies;
using Gateway.Tests.Harness;

namespace Gateway.Tests.Distributed;

/// <summary>What the gateway says of its own and its services' health.</summary>
internal static class HealthReports
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    /// <summary>
    /// Waits until <c>/health</c> has an entry for each route with a health check, unhealthy for those that lead only to
    /// <paramref name="unhealthy"/> services: reports are shared between callers for a second, and a service may take its time to come up.
    /// </summary>
    public static async Task ReportsUnhealthyAsync(this HttpClient gateway, params string[] unhealthy)
    {
        var routes = await ConfiguredRoute.ReadAllAsync(gateway);
        var services = routes.Where(route => route.HasHealthCheck).ToDictionary(route => route.Name, route => route.Services.All(unhealthy.Contains) ? "unhealthy" : "healthy");
        var expected = services.ContainsValue("unhealthy") ? Text(503, "degraded", services) : Text(200, "healthy", services);

        var last = "nothing";
        await Eventually.BecomesTrueAsync(
            async () => (last = await ReadAsync(gateway)) == expected, Limit, () => $"/health reports{Environment.NewLine}{expected}{Environment.NewLine}last it reported{Environment.NewLine}{last}");
    }

    public static Task ReportsHealthyAsync(this HttpClient gateway) => gateway.ReportsUnhealthyAsync();

    private static async Task<string> ReadAsync(HttpClient gateway)
    {
        using var response = await gateway.GetAsync("/health");
        var body = await response.Content.ReadAsStringAsync();
        using var report = JsonDocument.Parse(body);
        return report.RootElement.TryGetProperty("services", out var services)
            ? Text((int)response.StatusCode, report.RootElement.GetProperty("status").GetString(), services.EnumerateObject().ToDictionary(service => service.Name, service => service.Value.GetString()!))
            : $"{(int)response.StatusCode} {body}";
    }

    private static string Text(int code, string? status, Dictionary<string, string> services) =>
        $"{code} {status}, {string.Join(", ", services.OrderBy(service => service.Key, StringComparer.Ordinal).Select(service => $"{service.Key}={service.Value}"))}";
}
