using System.Net.Http.Json;
using System.Text.Json;

namespace Gateway.Tests.Distributed.Topologies;

/// <summary>
/// A route of the gateway's configuration in force. Tests ask for these instead of naming all services, so that they hold for a
/// topology with further services too.
/// </summary>
internal sealed record ConfiguredRoute(string Name, IReadOnlyList<string> Methods, IReadOnlyList<string> Services, bool HasHealthCheck)
{
    public static async Task<IReadOnlyList<ConfiguredRoute>> ReadAllAsync(HttpClient gateway)
    {
        var status = await gateway.GetFromJsonAsync<JsonElement>("/gateway/status");

        // Also a 503 has the report.
        using var response = await gateway.GetAsync("/gateway/health");
        var health = (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("routes");
        return [.. status.GetProperty("routes").EnumerateArray().Select(route => Read(route, health.GetProperty(route.GetProperty("name").GetString()!)))];
    }

    private static ConfiguredRoute Read(JsonElement route, JsonElement health) => new(
        route.GetProperty("name").GetString()!,
        [.. route.GetProperty("methods").EnumerateArray().Select(method => method.GetString()!)],
        [.. route.GetProperty("targets").EnumerateArray().Select(target => new Uri(target.GetProperty("address").GetString()!).Host)],
        health.EnumerateObject().Any(target => target.Value.GetString() != "unknown"));
}
