using System.Text.Json;
using Gateway.Tests.Harness;

namespace Gateway.Tests.Distributed;

/// <summary>What the gateway says of its own and its services' health.</summary>
internal static class HealthReports
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    /// <summary>Waits for a report: answers are shared between callers for a second, and a service may take its time to come up.</summary>
    public static async Task ReportsAsync(this HttpClient gateway, int status, string overall, string coredinator, string coretelemetry)
    {
        var expected = $"{status} {overall}, coredinator={coredinator}, coretelemetry={coretelemetry}";
        await Eventually.BecomesTrueAsync(async () => await ReadAsync(gateway) == expected, Limit, $"/health reports {expected}");
    }

    private static async Task<string> ReadAsync(HttpClient gateway)
    {
        using var response = await gateway.GetAsync("/health");
        using var report = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        var services = report.RootElement.GetProperty("services").EnumerateObject()
            .OrderBy(service => service.Name, StringComparer.Ordinal)
            .Select(service => $"{service.Name}={service.Value.GetString()}");
        return $"{(int)response.StatusCode} {report.RootElement.GetProperty("status").GetString()}, {string.Join(", ", services)}";
    }
}
