using System.Text.Json;
using Gateway.Tests.Harness;

namespace Gateway.Tests.Matching;

public sealed class MatchReloadTests
{
    [Fact]
    public async Task A_changed_match_takes_effect_with_the_table_and_an_ambiguous_one_is_rejected()
    {
        const string Path = "\"Path\": \"/{**path}\"";
        await using var routes = await MatchedRoutes.StartAsync(("m", Path + ", \"Match\": { \"Headers\": { \"X-A\": \"1\" } }"), ("rest", Path));
        Assert.Equal("rest", await routes.TakesAsync("/x", "Host: a\nX-A: 2"));

        await routes.ReconfigureAsync(("m", Path + ", \"Order\": 5, \"Match\": { \"Headers\": { \"X-A\": \"2\" } }"), ("rest", Path + ", \"Order\": 6"));
        await Eventually.BecomesTrueAsync(async () => await routes.TakesAsync("/x", "Host: a\nX-A: 2") == "m", TimeSpan.FromSeconds(20), "the new match");
        Assert.Equal("rest", await routes.TakesAsync("/x", "Host: a\nX-A: 1"));

        await routes.ReconfigureAsync(("m", Path + ", \"Match\": {}"), ("rest", Path));
        await Eventually.BecomesTrueAsync(async () => (await StatusAsync(routes)).GetProperty("config").GetProperty("lastError").GetString() is not null, TimeSpan.FromSeconds(20), "the error");
        Assert.Equal("m", await routes.TakesAsync("/x", "Host: a\nX-A: 2"));

        var shown = (await StatusAsync(routes)).GetProperty("routes");
        Assert.Equal("""{"hosts":[],"headers":{"X-A":["2"]},"cookies":{},"query":{}}""", shown[0].GetProperty("match").GetRawText());
        Assert.Equal(5, shown[0].GetProperty("order").GetInt32());
        Assert.Equal(JsonValueKind.Null, shown[1].GetProperty("match").ValueKind);
    }

    private static async Task<JsonElement> StatusAsync(MatchedRoutes routes) =>
        JsonSerializer.Deserialize<JsonElement>(await routes.Gateway.Client.GetStringAsync("/gateway/status"));
}
