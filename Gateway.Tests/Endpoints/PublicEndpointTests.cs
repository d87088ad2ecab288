using System.Net;
using Gateway.Tests.Configuration;
using Gateway.Tests.Harness;

namespace Gateway.Tests.Endpoints;

public sealed class PublicEndpointTests
{
    private static readonly string[] OwnPaths = ["/docs", "/docs/index.html", "/openapi/v1.json", "/health", "/alive", "/ready", "/gateway/status", "/gateway/health"];

    [Theory]
    [InlineData("/")]
    [InlineData("/{**path}")]
    [InlineData("/{area?}")]
    public async Task A_route_that_matches_the_root_is_the_sites_home_page(string path)
    {
        await using var site = await Upstream.StartAsync("home");
        await using var gateway = await GatewayInstance.StartAsync(Site(site, path));

        Assert.Equal("home", await gateway.Client.GetStringAsync("/"));
    }

    [Fact]
    public async Task Without_such_a_route_or_for_another_method_of_one_the_root_redirects_to_the_docs()
    {
        await using var site = await Upstream.StartAsync("home");
        await using var gateway = await GatewayInstance.StartAsync($$"""{ "Routes": { "site": { "Path": "/", "Methods": ["POST"], "Targets": "{{site.Address}}" } } }""");

        using var redirect = await gateway.Client.GetAsync("/");
        Assert.Equal((HttpStatusCode.TemporaryRedirect, "/docs"), (redirect.StatusCode, redirect.Headers.Location?.OriginalString));
        using var post = await gateway.Client.PostAsync("/", null);
        Assert.Equal("home", await post.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task With_no_public_endpoints_every_path_is_the_routes()
    {
        await using var site = await Upstream.StartAsync("site");
        await using var gateway = await GatewayInstance.StartAsync(Site(site, "/{**path}", """ "Endpoints": { "Public": [] } """));

        foreach (var path in (string[])["/", .. OwnPaths])
            Assert.Equal((path, "site"), (path, await gateway.Client.GetStringAsync(path)));
    }

    [Theory]
    [InlineData("root", "/")]
    [InlineData("docs", "/docs", "/docs/index.html", "/openapi/v1.json")]
    [InlineData("health", "/health", "/alive", "/ready")]
    [InlineData("status", "/gateway/status", "/gateway/health")]
    public async Task Only_what_is_public_is_served(string name, params string[] served)
    {
        await using var gateway = await GatewayInstance.StartAsync($$"""{ "Endpoints": { "Public": ["{{name}}"] } }""");

        foreach (var path in (string[])["/", .. OwnPaths])
        {
            using var response = await gateway.Client.GetAsync(path);
            Assert.Equal((path, served.Contains(path)), (path, response.StatusCode != HttpStatusCode.NotFound));
            using var head = await HeadAsync(gateway.Client, path);
            Assert.Equal((path, response.StatusCode), (path, head.StatusCode));
            using var post = await gateway.Client.PostAsync(path, null);
            Assert.Equal((path, served.Contains(path) ? "405 GET, HEAD" : "404 "), (path, $"{(int)post.StatusCode} {string.Join(", ", post.Content.Headers.Allow)}"));
        }
    }

    [Fact]
    public async Task Another_method_on_an_own_path_goes_to_the_route_that_takes_it()
    {
        await using var site = await Upstream.StartAsync("site");
        await using var gateway = await GatewayInstance.StartAsync(Site(site, "/{**path}"));

        foreach (var path in OwnPaths)
        {
            using var response = await gateway.Client.DeleteAsync(path);
            Assert.Equal((path, "site"), (path, await response.Content.ReadAsStringAsync()));
        }
    }

    [Fact]
    public async Task On_the_management_port_are_all_own_endpoints_and_no_route()
    {
        await using var site = await Upstream.StartAsync("site");
        var port = Ports.Free();
        await using var gateway = await GatewayInstance.StartAsync(Site(site, "/{**path}", $$""" "Management": { "Port": {{port}} }, "Endpoints": { "Public": ["health"] } """));
        using HttpClient management = new(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = new($"http://localhost:{port}") };

        foreach (var path in (string[])["/", .. OwnPaths])
        {
            using var there = await management.GetAsync(path);
            Assert.Equal((path, false), (path, there.StatusCode == HttpStatusCode.NotFound));
            Assert.Equal((path, path is "/health" or "/alive" or "/ready"), (path, await gateway.Client.GetStringAsync(path) != "site"));
        }

        var before = site.Received.Count;
        foreach (var path in (string[])["/", .. OwnPaths])
        {
            using var there = await HeadAsync(management, path);
            Assert.Equal((path, false), (path, there.StatusCode == HttpStatusCode.NotFound));
            using var here = await HeadAsync(gateway.Client, path);
            before += path is "/health" or "/alive" or "/ready" ? 0 : 1;
            Assert.Equal((path, before), (path, site.Received.Count));
        }

        foreach (var path in (string[])["/x", "/gateways"])
            Assert.Equal(HttpStatusCode.NotFound, (await management.GetAsync(path)).StatusCode);
        using var post = await management.PostAsync("/health", null);
        Assert.Equal((HttpStatusCode.MethodNotAllowed, "GET, HEAD"), (post.StatusCode, string.Join(", ", post.Content.Headers.Allow)));
        Assert.Equal(before, site.Received.Count);

        // The Host header is the client's to write, and opens nothing.
        using HttpRequestMessage forged = new(HttpMethod.Get, "/gateway/status");
        forged.Headers.Host = $"localhost:{port}";
        using var response = await gateway.Client.SendAsync(forged);
        Assert.Equal("site", await response.Content.ReadAsStringAsync());
        Assert.Equal("site", await gateway.Client.GetStringAsync("/GATEWAY/health"));
    }

    [Fact]
    public async Task A_change_is_taken_without_a_restart()
    {
        await using var site = await Upstream.StartAsync("site");
        await using var gateway = await GatewayInstance.StartAsync(Site(site, "/{**path}"));
        Assert.NotEqual("site", await gateway.Client.GetStringAsync("/alive"));

        await gateway.ReconfigureAsync(Site(site, "/{**path}", """ "Endpoints": { "Public": ["status"] } """));
        await Eventually.BecomesTrueAsync(async () => await gateway.Client.GetStringAsync("/alive") == "site", TimeSpan.FromSeconds(10), "the route has /alive");
    }

    [Theory]
    [InlineData("/health", """["root", "docs", "status"]""")]
    [InlineData("/docs/{**path}", """["Health"]""")]
    [InlineData("/openapi/{x}", """["health"]""")]
    [InlineData("/gateway/{**path}", """["root", "docs", "health"]""")]
    [InlineData("/gateway/{**path}", """["root", "docs", "health", "status"]""", """ "Management": { "Port": 9001 } """)]
    public void A_path_that_is_free_may_be_a_routes(string path, string isPublic, string more = "")
    {
        var config = $$"""{ "Endpoints": { "Public": {{isPublic}} }, {{(more.Length > 0 ? more + "," : more)}} "Routes": { "r": { "Path": "{{path}}", "Targets": "http://t" } } }""";

        Assert.Single(ConfigText.Read(config).Routes);
    }

    private static Task<HttpResponseMessage> HeadAsync(HttpClient client, string path) => client.SendAsync(new(HttpMethod.Head, path));

    private static string Site(Upstream site, string path, string gateway = "") =>
        $$"""{ {{(gateway.Length > 0 ? gateway + "," : gateway)}} "Routes": { "site": { "Path": "{{path}}", "Targets": "{{site.Address}}" } } }""";
}
