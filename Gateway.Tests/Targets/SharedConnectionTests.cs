using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Gateway.Tests.Harness;

namespace Gateway.Tests.Targets;

public sealed class SharedConnectionTests
{
    private static readonly byte[] Answer = Encoding.ASCII.GetBytes("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");

    [Fact]
    public async Task Routes_to_one_service_share_its_connections_also_when_one_of_them_goes()
    {
        await using RawUpstream upstream = new(AnswerAllAsync);
        await using var gateway = await GatewayInstance.StartAsync(Routes(upstream, "a", "b"));
        await GetAsync(gateway, "/a/x", "/b/x", "/a/y");
        Assert.Equal(1, upstream.Accepted);

        await gateway.ReconfigureAsync(Routes(upstream, "b"));
        await Eventually.BecomesTrueAsync(async () => (await StatusAsync(gateway)).GetProperty("routes").GetArrayLength() == 1, TimeSpan.FromSeconds(10), () => "route a is gone");
        await GetAsync(gateway, "/b/y", "/b/z");
        Assert.Equal(1, upstream.Accepted);
    }

    [Fact]
    public async Task A_target_with_a_limit_has_connections_of_its_own()
    {
        await using RawUpstream upstream = new(AnswerAllAsync);
        await using var gateway = await GatewayInstance.StartAsync($$"""
            { "Routes": { "a": { "Path": "/a/{**path}", "Targets": "{{upstream.Address}}" },
                          "b": { "Path": "/b/{**path}", "Targets": "{{upstream.Address}}", "Connections": { "Max": 5 } },
                          "c": { "Path": "/c/{**path}", "Targets": "{{upstream.Address}}", "Connections": { "Max": 5 } } } }
            """);
        await GetAsync(gateway, "/a/x", "/b/x", "/c/x", "/a/y", "/b/y", "/c/y");
        Assert.Equal(3, upstream.Accepted);
    }

    private static string Routes(RawUpstream upstream, params string[] names) =>
        JsonSerializer.Serialize(new { Routes = names.ToDictionary(name => name, name => new { Path = $"/{name}/{{**path}}", Targets = upstream.Address }) });

    private static async Task GetAsync(GatewayInstance gateway, params string[] paths)
    {
        foreach (var path in paths)
            Assert.Equal("ok", await gateway.Client.GetStringAsync(path, TestContext.Current.CancellationToken));
    }

    private static async Task<JsonElement> StatusAsync(GatewayInstance gateway) =>
        JsonSerializer.Deserialize<JsonElement>(await gateway.Client.GetStringAsync("/gateway/status", TestContext.Current.CancellationToken));

    private static async Task AnswerAllAsync(NetworkStream stream, CancellationToken stopping)
    {
        while ((await RawUpstream.ReadHeadAsync(stream, stopping)).Length > 0)
            await stream.WriteAsync(Answer, stopping);
    }
}
