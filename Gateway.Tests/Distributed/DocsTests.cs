using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using Gateway.Tests.Distributed.Topologies;

namespace Gateway.Tests.Distributed;

public sealed partial class DocsTests(SharedTopology topology) : SharedTopologyTest(topology)
{
    [Fact]
    public async Task The_root_leads_to_the_docs()
    {
        using var response = await Gateway.GetAsync("/");

        Assert.Equal(307, (int)response.StatusCode);
        Assert.Equal("/docs", response.Headers.Location?.OriginalString);
    }

    [Fact]
    public async Task Everything_the_docs_page_needs_comes_from_the_gateway()
    {
        using var response = await Gateway.GetAsync("/docs");
        var page = await response.Content.ReadAsStringAsync();

        Assert.Equal("text/html", response.Content.Headers.ContentType?.MediaType);
        var assets = Links().Matches(page).Select(link => link.Groups["url"].Value).Where(url => url != "/docs/").ToList();
        Assert.NotEmpty(assets);
        foreach (var asset in assets)
        {
            var url = new Uri(new Uri(Gateway.BaseAddress!, "/docs/"), asset);
            Assert.Equal(Gateway.BaseAddress!.Authority, url.Authority);
            using var answer = await Gateway.GetAsync(url);
            Assert.True(answer.IsSuccessStatusCode, $"{url}: {answer.StatusCode}");
            Assert.NotEmpty(await answer.Content.ReadAsByteArrayAsync());
        }
    }

    [Fact]
    public async Task The_document_lists_every_route_with_its_methods()
    {
        var document = await Gateway.GetFromJsonAsync<JsonElement>("/openapi/v1.json");

        var paths = document.GetProperty("paths");
        foreach (var path in (string[])["/api/v1/coredinator/{path}", "/api/v1/coretelemetry/{path}"])
            Assert.Equal(["get", "post"], paths.GetProperty(path).EnumerateObject().Select(operation => operation.Name).Order());
        Assert.True(paths.TryGetProperty("/health", out _));

        // Routes that share a path share its operations, which have a tag for each of them.
        var operations = paths.EnumerateObject().SelectMany(path => path.Value.EnumerateObject())
            .SelectMany(operation => operation.Value.GetProperty("tags").EnumerateArray().Select(tag => $"{tag}-{operation.Name}")).ToHashSet();
        foreach (var route in await ConfiguredRoute.ReadAllAsync(Gateway))
            Assert.All(route.Methods.DefaultIfEmpty("GET"), method => Assert.Contains($"{route.Name}-{method.ToLowerInvariant()}", operations));
    }

    [GeneratedRegex("""(?:src|href)\s*=\s*["'](?<url>[^"']+)["']""")]
    private static partial Regex Links();
}
