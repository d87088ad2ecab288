using Gateway.Tests.Harness;

namespace Gateway.Tests.Access;

public sealed class PathSpellingTests
{
    private const string Guarded = "\"Authorization\": { \"Issuer\": \"https://issuer.example.com\", \"Audiences\": [\"a\"], \"MetadataAddress\": \"http://127.0.0.1:1/none\" }";

    [Theory]
    [InlineData("//admin/x")]
    [InlineData("/admin%2Fx")]
    [InlineData("/admin%2fx")]
    [InlineData("/admin%252Fx")]
    [InlineData("/admin;a=b/x")]
    [InlineData("/admin%3Ba=b/x")]
    [InlineData("/admin\\x")]
    [InlineData("/admin%5Cx")]
    [InlineData("/admin.")]
    [InlineData("/admin./x")]
    [InlineData("/admin%20/x")]
    [InlineData("/admin%09/x")]
    [InlineData("/admin%C2%A0/x")]
    [InlineData("/admin%E3%80%80/x")]
    [InlineData("/admin%E2%80%83/x")]
    [InlineData("/admin%01/x")]
    [InlineData("//ADMIN/x")]
    [InlineData("/;/admin;/.%20/x")]
    [InlineData("/%20/admin")]
    [InlineData("/x/..%20/admin")]
    [InlineData("/;%2Fo\\admin/x")]
    [InlineData("/;%2Fo%5Cadmin/x")]
    [InlineData("/;x\\o%2Fadmin/x")]
    [InlineData("/;x%5Co%2Fadmin/x")]
    [InlineData("/;%2Fo\\admin%2Fx")]
    [InlineData("/;x\\o%2Fadmin;\\%2Fx")]
    [InlineData("/;%2Fo\\%20\\admin%255Cx")]
    public async Task A_path_that_passes_by_a_guarded_route_by_its_spelling_is_400(string path)
    {
        await using var upstream = await Upstream.StartAsync();
        await using var gateway = await GatewayInstance.StartAsync(Config(upstream, $"\"Path\": \"/admin/{{**path}}\", {Guarded}"));

        var response = await AskAsync(gateway, path);

        Assert.StartsWith("HTTP/1.1 400 ", response, StringComparison.Ordinal);
        Assert.Contains("application/problem+json", response, StringComparison.Ordinal);
        Assert.Empty(upstream.Received);
    }

    [Theory]
    [InlineData("/admin/x", "401")]
    [InlineData("/admin/x;a=b//y%2Fz.", "401")]
    [InlineData("/x", "200")]
    [InlineData("/x//y%2Fz;a=b/w./%20", "200")]
    [InlineData("/administrator%2Fx", "200")]
    [InlineData("/x%2Fadmin", "200")]
    [InlineData("/x?path=//admin", "200")]
    [InlineData("//x\\admin", "200")]
    [InlineData("/%20admin/x", "200")]
    [InlineData("/ad%09min/x", "200")]
    [InlineData("/%2561dmin/x", "200")]
    public async Task All_other_paths_take_their_way(string path, string status)
    {
        await using var upstream = await Upstream.StartAsync();
        await using var gateway = await GatewayInstance.StartAsync(Config(upstream, $"\"Path\": \"/admin/{{**path}}\", {Guarded}"));

        Assert.StartsWith($"HTTP/1.1 {status} ", await AskAsync(gateway, path), StringComparison.Ordinal);

        Assert.All(upstream.Received, request => Assert.Equal(path, request.Target));
    }

    [Theory]
    [InlineData("\"Path\": \"/admin/{name}\"", "/admin./a%2Fb", "400")]
    [InlineData("\"Path\": \"/files/{id:int}\"", "/files//7", "400")]
    [InlineData("\"Path\": \"/files/{id:int}\"", "/files//x", "200")]
    [InlineData("\"Path\": \"/a/admin\"", "/a%2Fadmin;x%2Fy", "400")]
    [InlineData("\"Path\": \"/admin/{**path}\", \"Methods\": [\"POST\"]", "//admin/x", "200")]
    [InlineData("\"Path\": \"/admin/{**path}\", \"Methods\": [\"POST\", \"GET\"]", "//admin/x", "400")]
    public async Task The_route_that_would_have_taken_it_decides_with_its_pattern_and_methods(string route, string path, string status)
    {
        await using var upstream = await Upstream.StartAsync();
        await using var gateway = await GatewayInstance.StartAsync(Config(upstream, $"{route}, {Guarded}"));

        Assert.StartsWith($"HTTP/1.1 {status} ", await AskAsync(gateway, path), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("X-A: 1", "//admin/x", "400")]
    [InlineData("X-A: 1", "/admin/x", "401")]
    [InlineData("X-A: 2", "//admin/x", "200")]
    [InlineData("X-A: 2", "/admin/x", "200")]
    public async Task A_guarded_route_with_a_match_is_bypassed_by_no_spelling_of_a_request_that_fits_it(string field, string path, string status)
    {
        await using var upstream = await Upstream.StartAsync();
        await using var gateway = await GatewayInstance.StartAsync(Config(upstream, $"\"Path\": \"/admin/{{**path}}\", \"Match\": {{ \"Headers\": {{ \"X-A\": \"1\" }} }}, {Guarded}"));

        Assert.StartsWith($"HTTP/1.1 {status} ", await RawClient.ExchangeAsync(gateway.Address, $"GET {path} HTTP/1.1\r\nHost: a\r\n{field}\r\nConnection: close\r\n\r\n"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_guarded_route_every_spelling_passes()
    {
        await using var upstream = await Upstream.StartAsync();
        await using var gateway = await GatewayInstance.StartAsync(Config(upstream, "\"Path\": \"/admin/{**path}\""));

        Assert.StartsWith("HTTP/1.1 200 ", await AskAsync(gateway, "//admin/x"), StringComparison.Ordinal);
    }

    private static Task<string> AskAsync(GatewayInstance gateway, string path) =>
        RawClient.ExchangeAsync(gateway.Address, $"GET {path} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");

    private static string Config(Upstream upstream, string route) => $$"""
        { "Routes": {
          "guarded": { {{route}}, "Targets": "{{upstream.Address}}" },
          "open": { "Path": "/{**path}", "Targets": "{{upstream.Address}}" } } }
        """;
}
