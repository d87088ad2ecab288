using System.Net.Http.Json;
using System.Text.Json;

namespace Gateway.Tests.Distributed.Topologies;

/// <summary>A fake service, reached directly: what it answers without the gateway, and its control surface.</summary>
public sealed class FakeService(string name, HttpClient client)
{
    public string Name => name;

    public HttpClient Client => client;

    /// <summary>The path under which the gateway offers this service.</summary>
    public string Prefix => $"/api/v1/{name}";

    /// <summary>For example <c>new { status = 503, failNext = 2 }</c>.</summary>
    public async Task BehaveAsync(object behavior)
    {
        using var response = await client.PutAsJsonAsync("/_fake/behavior", behavior);
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
    }

    public async Task BehaveWellAsync()
    {
        using var response = await client.DeleteAsync("/_fake/behavior");
        response.EnsureSuccessStatusCode();
    }

    /// <summary>Well-behaved, and no request counted.</summary>
    public async Task ResetAsync()
    {
        await BehaveWellAsync();
        using var response = await client.DeleteAsync("/_fake/requests");
        response.EnsureSuccessStatusCode();
    }

    /// <summary>The requests that arrived under a path, health probes and the like left out.</summary>
    public async Task<IReadOnlyList<JsonElement>> RequestsAsync(string path)
    {
        var log = await client.GetFromJsonAsync<JsonElement>("/_fake/requests");
        return [.. log.GetProperty("requests").EnumerateArray().Where(request => request.GetProperty("path").GetString() == path)];
    }
}
