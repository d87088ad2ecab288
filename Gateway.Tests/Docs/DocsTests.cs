using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using Gateway.Tests.Harness;
using Microsoft.AspNetCore.Builder;

namespace Gateway.Tests.Docs;

public sealed partial class DocsTests
{
    private const string TwoRoutes = """
        { "Routes": {
            "orders": { "Path": "/api/orders/{**path}", "Methods": [ "GET", "POST" ], "Targets": "http://127.0.0.1:9" },
            "items": { "Path": "/api/items/{id}", "Methods": [ "DELETE" ], "Targets": "http://127.0.0.1:9" } } }
        """;

    [Fact]
    public async Task The_root_redirects_to_the_docs()
    {
        await using var gateway = await GatewayInstance.StartAsync("{}");

        using var response = await gateway.Client.GetAsync("/");

        Assert.Equal(HttpStatusCode.TemporaryRedirect, response.StatusCode);
        Assert.Equal("/docs", response.Headers.Location?.OriginalString);
    }

    [Theory]
    [InlineData("/docs")]
    [InlineData("/docs/")]
    [InlineData("/docs/index.html")]
    public async Task The_docs_and_all_that_they_load_come_from_the_gateway(string page)
    {
        await using var gateway = await GatewayInstance.StartAsync(TwoRoutes);

        using var response = await gateway.Client.GetAsync(page);
        var html = await response.Content.ReadAsStringAsync();

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("text/html", response.Content.Headers.ContentType?.MediaType);
        Uri begin = new(gateway.Address, Base().Match(html) is { Success: true } match ? match.Groups["url"].Value : page);
        string[] assets = [.. Asset().Matches(Base().Replace(html, string.Empty)).Select(asset => asset.Groups["url"].Value)];
        Assert.Contains(assets, asset => asset.EndsWith(".js", StringComparison.Ordinal));
        Assert.Contains(assets, asset => asset.EndsWith(".css", StringComparison.Ordinal));
        foreach (var asset in assets)
        {
            Uri address = new(begin, asset);
            Assert.Equal(gateway.Address.Authority, address.Authority);
            using var loaded = await gateway.Client.GetAsync(address);
            Assert.True(loaded.StatusCode == HttpStatusCode.OK, $"{asset}: {loaded.StatusCode}");
            Assert.NotEmpty(await loaded.Content.ReadAsByteArrayAsync());
            Assert.True(loaded.Headers.Contains("X-CoreRL-Version"));
        }
    }

    [Fact]
    public async Task No_script_or_style_of_the_docs_loads_anything_from_another_host()
    {
        await using var gateway = await GatewayInstance.StartAsync(TwoRoutes);
        var html = await gateway.Client.GetStringAsync("/docs");

        foreach (var asset in Asset().Matches(html).Select(asset => asset.Groups["url"].Value).Where(url => url.EndsWith(".css", StringComparison.Ordinal) || url.EndsWith("index.js", StringComparison.Ordinal) || url.EndsWith("initializer.js", StringComparison.Ordinal)))
        {
            var text = await gateway.Client.GetStringAsync(new Uri(new Uri(gateway.Address, "/docs/"), asset));
            Assert.DoesNotMatch("""(@import|url\(|src\s*=|fetch\()\s*["']?(https?:)?//""", text);
        }
    }

    [Fact]
    public async Task The_docs_name_the_document_of_the_routes()
    {
        await using var gateway = await GatewayInstance.StartAsync(TwoRoutes);

        var page = await gateway.Client.GetStringAsync("/docs");
        foreach (var script in Asset().Matches(page).Select(asset => asset.Groups["url"].Value).Where(url => url.EndsWith(".js", StringComparison.Ordinal) && !url.Contains("bundle", StringComparison.Ordinal) && !url.Contains("preset", StringComparison.Ordinal)))
            page += await gateway.Client.GetStringAsync(new Uri(new Uri(gateway.Address, "/docs/"), script));

        Assert.Contains("/openapi/v1.json", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/docs/nothing.js")]
    [InlineData("/docs/../appsettings.json")]
    [InlineData("/openapi/v2.json")]
    public async Task What_the_docs_do_not_have_is_not_found(string path)
    {
        await using var gateway = await GatewayInstance.StartAsync(TwoRoutes);

        using var response = await gateway.Client.GetAsync(path);

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.True(response.Headers.Contains("X-CoreRL-Version"));
    }

    [Fact]
    public async Task The_document_has_the_routes_with_their_methods_and_parameters_and_the_gateways_own_endpoints()
    {
        await using var gateway = await GatewayInstance.StartAsync(TwoRoutes);

        using var document = JsonDocument.Parse(await gateway.Client.GetStringAsync("/openapi/v1.json"));
        var paths = document.RootElement.GetProperty("paths");

        Assert.StartsWith("3.", document.RootElement.GetProperty("openapi").GetString(), StringComparison.Ordinal);
        Assert.Equal(["get", "post"], MethodsOf(paths, "/api/orders/{path}"));
        Assert.Equal(["delete"], MethodsOf(paths, "/api/items/{id}"));
        Assert.Equal("id", paths.GetProperty("/api/items/{id}").GetProperty("delete").GetProperty("parameters")[0].GetProperty("name").GetString());
        foreach (var own in (string[])["/health", "/alive", "/gateway/health", "/gateway/status"])
            Assert.Equal(["get"], MethodsOf(paths, own));
    }

    [Fact]
    public async Task The_document_has_the_HEAD_of_an_endpoint_of_the_application()
    {
        await using var gateway = await GatewayInstance.StartAsync("{}", map: app => app.MapMethods("/mine", ["GET", "HEAD"], () => "mine"));

        using var document = JsonDocument.Parse(await gateway.Client.GetStringAsync("/openapi/v1.json"));

        Assert.Equal(["get", "head"], MethodsOf(document.RootElement.GetProperty("paths"), "/mine"));
    }

    [Theory]
    [InlineData("xn--zzzzz--.example", "400")]
    [InlineData("xn--bcher-kva.example", "200")]
    public async Task A_host_that_is_no_international_name_is_a_bad_request(string host, string status)
    {
        await using var gateway = await GatewayInstance.StartAsync(TwoRoutes);

        var answer = await RawClient.ExchangeAsync(gateway.Address, $"GET /openapi/v1.json HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n");

        Assert.StartsWith($"HTTP/1.1 {status} ", answer, StringComparison.Ordinal);
        Assert.Contains(status == "200" ? $"http://{host}" : "Bad request: the host is not a valid international name", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Each_field_of_the_status_has_a_description()
    {
        await using var gateway = await GatewayInstance.StartAsync(TwoRoutes);

        using var document = JsonDocument.Parse(await gateway.Client.GetStringAsync("/openapi/v1.json"));
        var schemas = document.RootElement.GetProperty("components").GetProperty("schemas");

        foreach (var report in (string[])["StatusReport", "ConfigReport", "RouteReport", "TargetReport", "TargetStatsReport"])
            Assert.Empty(schemas.GetProperty(report).GetProperty("properties").EnumerateObject().Where(field => !Described(field.Value)).Select(field => $"{report}.{field.Name}"));

        // The framework gives none to an object that may be null; its own schema has one.
        static bool Described(JsonElement field) => field.TryGetProperty("oneOf", out _) || (field.TryGetProperty("description", out var text) && text.GetString() is { Length: > 0 });
    }

    [Fact]
    public async Task Routes_that_share_a_path_are_one_operation_that_says_which_request_each_takes()
    {
        await using var gateway = await GatewayInstance.StartAsync("""
            { "Routes": {
                "new": { "Path": "/a/{id}", "Methods": [ "GET", "PUT" ], "Match": { "Hosts": [ "h" ], "Headers": { "X-Tester": [ "yes", "y*" ] } }, "Targets": [ { "Name": "v2", "Address": "http://127.0.0.1:9" } ] },
                "old": { "Path": "/a/{id}", "Methods": [ "GET" ], "Targets": [ { "Name": "v1", "Address": "http://127.0.0.1:9" } ] } } }
            """);

        using var document = JsonDocument.Parse(await gateway.Client.GetStringAsync("/openapi/v1.json"));
        var path = document.RootElement.GetProperty("paths").GetProperty("/a/{id}");

        Assert.DoesNotContain("yes", path.GetRawText(), StringComparison.Ordinal);
        var get = path.GetProperty("get");
        Assert.Equal("- new: host h, header X-Tester; forwarded to v2\n- old: all other requests; forwarded to v1", get.GetProperty("description").GetString());
        Assert.Equal(["id path True", "X-Tester header False"], get.GetProperty("parameters").EnumerateArray().Select(Text));
        Assert.Equal(["id path True", "X-Tester header True"], path.GetProperty("put").GetProperty("parameters").EnumerateArray().Select(Text));
        Assert.Equal("Only for host h, header X-Tester", path.GetProperty("put").GetProperty("description").GetString());
        static string Text(JsonElement parameter) => $"{parameter.GetProperty("name")} {parameter.GetProperty("in")} {parameter.TryGetProperty("required", out var required) && required.GetBoolean()}";
    }

    [Fact]
    public async Task The_document_follows_a_change_of_the_config()
    {
        await using var gateway = await GatewayInstance.StartAsync(TwoRoutes);
        await gateway.Client.GetStringAsync("/openapi/v1.json");

        await gateway.ReconfigureAsync("""{ "Routes": { "bills": { "Path": "/api/bills", "Targets": "http://127.0.0.1:9" } } }""");

        await Eventually.BecomesTrueAsync(
            async () => await gateway.Client.GetStringAsync("/openapi/v1.json") is var document
                && document.Contains("/api/bills", StringComparison.Ordinal) && !document.Contains("/api/orders", StringComparison.Ordinal),
            TimeSpan.FromSeconds(10), "the document shows the new route only");
    }

    private static IEnumerable<string> MethodsOf(JsonElement paths, string path) =>
        paths.GetProperty(path).EnumerateObject().Select(member => member.Name).Where(name => name is not "parameters").Order();

    [GeneratedRegex("""<base href="(?<url>[^"]+)"\s*/?>""")]
    private static partial Regex Base();

    [GeneratedRegex("""<(?:script|link|img|iframe)\b[^>]*\b(?:src|href)="(?<url>[^"]+)" """, RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Asset();
}
