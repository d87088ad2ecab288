using System.Collections.Concurrent;
using System.Text;
using Gateway.Tests.Harness;

namespace Gateway.Tests.Transforms;

/// <summary>What a client is told of a target's own addresses.</summary>
public sealed class RedirectTests : IAsyncLifetime
{
    private readonly ConcurrentQueue<string> _heads = new();
    private string _field = "X-None: 1";
    private RawUpstream _upstream = null!;

    public static TheoryData<string, string, string, string, string> Documented =>
        [.. PathDocument.Rows("What a response says").Select(row => new TheoryDataRow<string, string, string, string, string>(row[0], row[1], row[2], row[3], row[4]))];

    public ValueTask InitializeAsync()
    {
        _upstream = new(async (stream, stopping) =>
        {
            _heads.Enqueue(await RawUpstream.ReadHeadAsync(stream, stopping));
            await stream.WriteAsync(Encoding.Latin1.GetBytes($"HTTP/1.1 302 Found\r\n{_field}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"), stopping);
        });
        return default;
    }

    public ValueTask DisposeAsync() => _upstream.DisposeAsync();

    [Theory]
    [MemberData(nameof(Documented))]
    public async Task A_response_names_the_gateway_as_documented(string own, string path, string setting, string said, string expected) =>
        Assert.Equal(Actual(expected), await SayAsync(said, PathTests.Setting(setting), path, own));

    [Fact]
    public async Task Nothing_is_rewritten_where_the_route_says_so() =>
        Assert.Equal(Actual("Location: http://target/login"), await SayAsync("Location: http://target/login", "\"StripPath\": true, \"RewriteRedirects\": false"));

    [Fact]
    public async Task Behind_a_trusted_proxy_the_address_is_the_one_that_it_was_asked_for() =>
        Assert.Equal("Location: https://shop.example/outer/api/orders/login", await SayAsync(
            "Location: http://target/login", "\"StripPath\": true", gateway: "\"TrustedProxies\": [ \"127.0.0.1\" ],",
            fields: "X-Forwarded-Proto: https\r\nX-Forwarded-Host: shop.example\r\nX-Forwarded-Prefix: /outer/\r\n"));

    [Fact]
    public async Task A_stranger_chooses_no_address() =>
        Assert.Equal("Location: http://gateway/api/orders/login", await SayAsync(
            "Location: http://target/login", "\"StripPath\": true", fields: "X-Forwarded-Proto: https\r\nX-Forwarded-Host: evil.example\r\nX-Forwarded-Prefix: /evil\r\n"));

    [Theory]
    [InlineData("X-Forwarded-Prefix: //evil.example\r\n")]
    [InlineData("X-Forwarded-Prefix: /\\evil.example\r\n")]
    [InlineData("X-Forwarded-Host: evil.example/x?\r\n")]
    [InlineData("X-Forwarded-Proto: javascript\r\n")]
    public async Task What_a_trusted_proxy_passes_on_is_no_address_unless_it_looks_like_one(string fields) =>
        Assert.Equal("Location: http://gateway/api/orders/login", await SayAsync(
            "Location: http://target/login", "\"StripPath\": true", gateway: "\"TrustedProxies\": [ \"127.0.0.1\" ],", fields: fields));

    [Theory]
    [InlineData("\"StripPath\": true, \"PreserveHost\": true", "gateway")]
    [InlineData("\"StripPath\": true, \"RequestHeaders\": { \"Set\": { \"Host\": \"inner.example:81\" } }", "inner.example:81")]
    public async Task A_target_may_call_itself_by_the_host_that_it_is_sent(string settings, string host) =>
        Assert.Equal("Location: http://gateway/api/orders/login", await SayAsync($"Location: https://{host}/login", settings));

    [Fact]
    public async Task A_target_may_call_itself_by_the_name_that_service_discovery_knows()
    {
        _field = "Location: http://orders/login";
        await using var gateway = await GatewayInstance.StartWithFileAsync($$"""
            { "Services": { "orders": { "http": [ "{{_upstream.Address}}" ] } },
              "Gateway": { "Routes": { "r": { "Path": "/api/orders/{**path}", "StripPath": true, "Targets": "http://orders" } } } }
            """);

        Assert.Equal("Location: http://gateway/api/orders/login", await LineAsync(gateway, "Location", string.Empty));
    }

    [Fact]
    public async Task A_response_that_was_kept_for_a_retry_is_rewritten_too()
    {
        await using var upstream = RawUpstream.Answering("HTTP/1.1 503 Busy\r\nLocation: /login\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
        await using var gateway = await GatewayInstance.StartAsync(GatewayConfig.Route(upstream.Address, "\"MaxRetries\": 1, \"Retry\": { \"BaseDelay\": \"00:00:00\" }"));

        Assert.Contains("\r\nLocation: /api/login\r\n", await RawClient.ExchangeAsync(gateway.Address, "GET /api/x HTTP/1.1\r\nHost: gateway\r\nConnection: close\r\n\r\n"), StringComparison.Ordinal);
        Assert.Equal(2, upstream.Accepted);
    }

    [Theory]
    [InlineData("StripPath", "/api/orders")]
    [InlineData("/{**path}", "/api/orders")]
    [InlineData("/v1/{**path}", "/api/orders")]
    [InlineData("/orders/{**path}", "/api")]
    [InlineData("/api/orders/{**path}", null)]
    [InlineData("none", null)]
    public async Task The_target_learns_the_prefix_that_was_removed_and_no_strangers(string setting, string? prefix)
    {
        await SayAsync("X-None: 1", PathTests.Setting(setting), fields: "X-Forwarded-Prefix: /evil\r\n");

        Assert.Equal(prefix, Prefix());
    }

    [Theory]
    [InlineData("StripPath", "/outer/api/orders")]
    [InlineData("none", "/outer")]
    public async Task A_trusted_proxys_prefix_comes_before_the_routes(string setting, string prefix)
    {
        await SayAsync("X-None: 1", PathTests.Setting(setting), fields: "X-Forwarded-Prefix: /outer\r\n", gateway: "\"TrustedProxies\": [ \"127.0.0.1\" ],");

        Assert.Equal(prefix, Prefix());
    }

    /// <summary>The field as the client gets it.</summary>
    private async Task<string> SayAsync(string said, string settings, string path = "/api/orders/{**path}", string own = "/", string fields = "", string gateway = "")
    {
        _field = Actual(said);
        await using var instance = await GatewayInstance.StartAsync($$"""
            { {{gateway}} "Routes": { "r": { "Path": "{{path}}", {{settings}}, "Targets": "{{_upstream.Address}}{{own}}" } } }
            """);
        return await LineAsync(instance, said.Split(':')[0], fields);
    }

    private static async Task<string> LineAsync(GatewayInstance gateway, string name, string fields)
    {
        var answer = await RawClient.ExchangeAsync(gateway.Address, $"GET /api/orders/7 HTTP/1.1\r\nHost: gateway\r\n{fields}Connection: close\r\n\r\n");
        Assert.StartsWith("HTTP/1.1 302", answer, StringComparison.Ordinal);
        return Assert.Single(answer.Split("\r\n"), line => line.StartsWith(name + ":", StringComparison.Ordinal));
    }

    private string? Prefix() => Assert.Single(_heads).Split("\r\n").SingleOrDefault(line => line.StartsWith("X-Forwarded-Prefix: ", StringComparison.Ordinal))?.Split(": ")[1];

    private string Actual(string field)
    {
        var authority = new Uri(_upstream.Address).Authority;
        return field.Replace("//target.example", "//elsewhere.example", StringComparison.Ordinal)
            .Replace("//target", $"//{authority}", StringComparison.Ordinal).Replace("@target", $"@{authority}", StringComparison.Ordinal)
            .Replace("Domain=target", "Domain=127.0.0.1", StringComparison.Ordinal);
    }
}
