using System.Globalization;
using System.Text.Json;
using Gateway.Tests.Harness;

namespace Gateway.Tests.Status;

public sealed class StatusTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task Has_the_promised_shape()
    {
        await using var gateway = await GatewayInstance.StartAsync("""
            { "Routes": { "orders": {
                "Path": "/api/orders/{**path}", "Methods": [ "GET", "POST" ], "LoadBalancing": "Weighted",
                "Targets": [
                    { "Name": "legacy", "Address": "http://127.0.0.1:9", "Weight": 70 },
                    { "Name": "new", "Address": "http://127.0.0.1:19", "Weight": 30 } ] } } }
            """);

        var status = await StatusAsync(gateway);

        Assert.Matches(@"^\d+\.\d+\.\d+", status.GetProperty("version").GetString());
        var config = status.GetProperty("config");
        Assert.Equal(1, config.GetProperty("version").GetInt32());
        Assert.True(DateTimeOffset.TryParse(config.GetProperty("loadedAt").GetString(), CultureInfo.InvariantCulture, DateTimeStyles.None, out _));
        Assert.Equal(JsonValueKind.Null, config.GetProperty("lastError").ValueKind);

        var route = Assert.Single(status.GetProperty("routes").EnumerateArray());
        Assert.Equal("orders", route.GetProperty("name").GetString());
        Assert.Equal("/api/orders/{**path}", route.GetProperty("path").GetString());
        Assert.Equal(["GET", "POST"], route.GetProperty("methods").EnumerateArray().Select(method => method.GetString()));
        Assert.Equal("Weighted", route.GetProperty("loadBalancing").GetString());

        JsonElement[] targets = [.. route.GetProperty("targets").EnumerateArray()];
        foreach (var member in (string[])["name", "address", "weight", "share", "health", "circuit", "inFlight", "requests", "failures"])
            Assert.True(targets[0].TryGetProperty(member, out _), member);
        Assert.Equal([("legacy", 70, 70.0), ("new", 30, 30.0)], targets.Select(target => (target.GetProperty("name").GetString()!, target.GetProperty("weight").GetInt32(), target.GetProperty("share").GetDouble())));
        Assert.Equal(["closed", "closed"], targets.Select(target => target.GetProperty("circuit").GetString()));
        Assert.StartsWith("http://127.0.0.1:9", targets[0].GetProperty("address").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Counts_requests_and_those_under_way()
    {
        TaskCompletionSource go = new(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var upstream = await Upstream.StartAsync(answer: _ => go.Task);
        await using var gateway = await GatewayInstance.StartAsync(GatewayConfig.Route(upstream.Address));

        var requests = Enumerable.Range(0, 3).Select(_ => gateway.Client.GetAsync("/api/")).ToArray();
        await Eventually.BecomesTrueAsync(async () => await TargetStatus.OfAsync(gateway) is { InFlight: 3, Requests: 3 }, Limit, "three are under way");
        go.SetResult();
        await Task.WhenAll(requests);

        Assert.Equal((3, 0), await TargetStatus.WhenIdleAsync(gateway, 3) is var status ? (status.Requests, status.Failures) : default);
    }

    [Fact]
    public async Task Tells_of_a_change_and_of_one_that_was_rejected()
    {
        await using var gateway = await GatewayInstance.StartAsync(GatewayConfig.Route("http://127.0.0.1:9"));

        await gateway.ReconfigureAsync(GatewayConfig.Route("http://127.0.0.1:9", "\"Tiemout\": \"1\""));
        await Eventually.BecomesTrueAsync(
            async () => (await ConfigAsync(gateway)).GetProperty("lastError").GetString() is { } error && error.Contains("Timeout", StringComparison.Ordinal),
            Limit, "the error is told, with the key that was meant");
        Assert.Equal(1, (await ConfigAsync(gateway)).GetProperty("version").GetInt32());

        await gateway.ReconfigureAsync(GatewayConfig.Route("http://127.0.0.1:19"));
        await Eventually.BecomesTrueAsync(
            async () => await ConfigAsync(gateway) is var config && config.GetProperty("version").GetInt32() == 2 && config.GetProperty("lastError").ValueKind == JsonValueKind.Null,
            Limit, "the change is in force and the error is gone");
    }

    private static async Task<JsonElement> StatusAsync(GatewayInstance gateway)
    {
        using var document = JsonDocument.Parse(await gateway.Client.GetStringAsync("/gateway/status"));
        return document.RootElement.Clone();
    }

    private static async Task<JsonElement> ConfigAsync(GatewayInstance gateway) => (await StatusAsync(gateway)).GetProperty("config");
}
