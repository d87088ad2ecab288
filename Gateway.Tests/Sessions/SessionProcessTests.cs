using Gateway.Tests.Harness;

namespace Gateway.Tests.Sessions;

/// <summary>Sessions of gateways that are processes of their own, as replicas are.</summary>
public sealed class SessionProcessTests
{
    private const int Sessions = 200;

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Two_gateway_processes_agree_on_every_cookie_that_either_has_issued()
    {
        await using var a = await Upstream.StartAsync("a");
        await using var b = await Upstream.StartAsync("b");
        await using var first = Process("first", SessionGateway.Config("{}", (a, 95), (b, 5)), out var one);
        await using var second = Process("second", SessionGateway.Config("{}", (b, 5), (a, 95)), out var other);
        await ListenAsync(first);
        await ListenAsync(second);

        var targets = (await AgreeAsync(one, other)).Concat(await AgreeAsync(other, one)).ToArray();

        Assert.Equal(["a", "b"], targets.Distinct().Order());
    }

    /// <summary>Begins sessions at one gateway and goes on at the other; returns the target of each.</summary>
    private static async Task<string[]> AgreeAsync(HttpClient issuer, HttpClient other)
    {
        List<string> targets = [];
        for (var i = 0; i < Sessions; i++)
        {
            using var response = await issuer.GetAsync("/x", TestContext.Current.CancellationToken);
            var cookie = Assert.Single(response.SetCookies()).Split(';')[0];
            using HttpRequestMessage request = new(HttpMethod.Get, "/x") { Headers = { { "Cookie", cookie } } };
            using var again = await other.SendAsync(request, TestContext.Current.CancellationToken);

            Assert.Empty(again.SetCookies());
            targets.Add(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
            Assert.Equal(targets[^1], await again.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        }

        return [.. targets];
    }

    private static GatewayProcess Process(string name, string section, out HttpClient client)
    {
        var port = Ports.Free();
        client = new(new SocketsHttpHandler { UseCookies = false }) { BaseAddress = new($"http://127.0.0.1:{port}"), Timeout = Limit };
        var config = Path.Combine(AppContext.BaseDirectory, $"sessions-{name}.json");
        File.WriteAllText(config, $$"""{ "Gateway": {{section}} }""");
        return GatewayProcess.Start(["--host", "127.0.0.1", "--port", $"{port}", "--config", config]);
    }

    private static Task ListenAsync(GatewayProcess gateway) =>
        Eventually.BecomesTrueAsync(() => gateway.Output.Contains("Now listening", StringComparison.Ordinal), Limit, "the gateway listens");
}
