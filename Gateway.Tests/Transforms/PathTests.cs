using Gateway.Tests.Harness;

namespace Gateway.Tests.Transforms;

public sealed class PathTests : IAsyncLifetime
{
    private RecordingUpstream _upstream = null!;

    public static TheoryData<string, string> Targets =>
        [.. PathDocument.Rows("What is passed on").Select(row => new TheoryDataRow<string, string>(row[0], row[1]))];

    public static TheoryData<string, string, string, string> Rewrites => Four("StripPath and PathRewrite");

    public static TheoryData<string, string, string, string> Bases => Four("The target's own path");

    public ValueTask InitializeAsync()
    {
        _upstream = new("HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
        return default;
    }

    public ValueTask DisposeAsync() => _upstream.DisposeAsync();

    [Theory]
    [MemberData(nameof(Targets))]
    public async Task A_target_reaches_the_upstream_as_documented(string sent, string expected)
    {
        await using var gateway = await GatewayInstance.StartAsync($$"""{ "Routes": { "r": { "Path": "/api/{**path}", "Targets": "{{_upstream.Address}}" } } }""");

        Assert.Equal(expected, await SendAsync(gateway, sent));
    }

    [Theory]
    [MemberData(nameof(Rewrites))]
    public async Task A_path_is_stripped_and_rewritten_as_documented(string pattern, string setting, string sent, string expected)
    {
        await using var gateway = await GatewayInstance.StartAsync($$"""{ "Routes": { "r": { "Path": "{{pattern}}", "Targets": "{{_upstream.Address}}", {{Setting(setting)}} } } }""");

        Assert.Equal(expected, await SendAsync(gateway, sent));
    }

    [Theory]
    [MemberData(nameof(Bases))]
    public async Task A_targets_own_path_comes_before_the_forwarded_one(string targetPath, string setting, string sent, string expected)
    {
        await using var gateway = await GatewayInstance.StartAsync($$"""{ "Routes": { "r": { "Path": "/api/{**path}", "Targets": "{{_upstream.Address}}{{targetPath}}", {{Setting(setting)}} } } }""");

        Assert.Equal(expected, await SendAsync(gateway, sent));
    }

    [Fact]
    public async Task Hidden_dot_segments_are_the_clients_fault_not_the_targets()
    {
        await using var gateway = await GatewayInstance.StartAsync(GatewayConfig.Route(_upstream.Address));

        var response = await RawClient.ExchangeAsync(gateway.Address, "GET /api/a/%2e%2e%2Fsecret HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");

        Assert.StartsWith("HTTP/1.1 400", response, StringComparison.Ordinal);
        Assert.Contains("application/problem+json", response, StringComparison.Ordinal);
        Assert.Equal(0, (await TargetStatus.OfAsync(gateway)).Failures);
    }

    [Fact]
    public async Task A_very_long_path_is_passed_on_up_to_the_limit_of_the_request_line()
    {
        await using var gateway = await GatewayInstance.StartAsync($$"""{ "Routes": { "r": { "Path": "/api/{**path}", "Targets": "{{_upstream.Address}}", "PathRewrite": "/new/{**path}" } } }""");
        var path = string.Concat(Enumerable.Repeat("/%2F+;a", 1100));

        Assert.Equal("414", await SendAsync(gateway, "/api" + path + path));
        Assert.Equal("/new" + path, await SendAsync(gateway, "/api" + path));
    }

    [Fact]
    public async Task OPTIONS_for_the_server_as_a_whole_is_the_gateways_to_answer()
    {
        await using var gateway = await GatewayInstance.StartAsync($$"""{ "Routes": { "r": { "Path": "/{**path}", "Targets": "{{_upstream.Address}}" } } }""");

        Assert.Equal("204", await SendAsync(gateway, "*", "OPTIONS"));
    }

    private static TheoryData<string, string, string, string> Four(string heading) =>
        [.. PathDocument.Rows(heading).Select(row => new TheoryDataRow<string, string, string, string>(row[0], row[1], row[2], row[3]))];

    /// <summary>A cell of the document as a setting of a route.</summary>
    internal static string Setting(string setting) => setting switch
    {
        "none" => "\"MaxRetries\": 0",
        "StripPath" => "\"StripPath\": true",
        _ => $"\"PathRewrite\": \"{setting}\"",
    };

    /// <summary>What the upstream got, or the status when it got nothing.</summary>
    private async Task<string> SendAsync(GatewayInstance gateway, string target, string method = "GET")
    {
        var host = target.StartsWith("http://", StringComparison.Ordinal) ? new Uri(target).Host : "gateway";
        var answer = await RawClient.ExchangeAsync(gateway.Address, $"{method} {target} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n");
        var status = answer.Split(' ')[1];
        return _upstream.Heads is [var head] && status == "200" ? head.Split("\r\n")[0][(method.Length + 1)..^" HTTP/1.1".Length] : $"{status}{string.Concat(_upstream.Heads.Select(h => " " + h.Split("\r\n")[0]))}";
    }
}
