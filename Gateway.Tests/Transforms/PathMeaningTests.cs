using System.Net;
using Gateway.Tests.Harness;
using Microsoft.AspNetCore.Http;

namespace Gateway.Tests.Transforms;

public sealed class PathMeaningTests
{
    private static readonly string[] Pieces =
        ["/", "/", "/", "a", "b", ".", "..", "%2F", "%2f", "%2e", "%2E", "%5C", "\\", "%20", "+", ";", "%C3%A9", "%E9", "%zz", "%", "%25", "%252F", "%41", "-", "~"];

    [Theory]
    [InlineData("/{a}/{b}/{**rest}", "/{a}/{b}/{**rest}")]
    [InlineData("/{a}/{**rest}", "/{a}/{**rest}")]
    [InlineData("/{x}-{y}/{**rest}", "/{x}-{y}/{**rest}")]
    public async Task A_path_that_is_rebuilt_of_its_parameters_means_what_it_meant(string pattern, string template)
    {
        const int seed = 20_260_101;
        Random random = new(seed);
        await using var upstream = await Upstream.StartAsync("u", context => context.Response.WriteAsync(context.Request.Path.Value!));
        await using var gateway = await GatewayInstance.StartAsync($$"""{ "Routes": { "r": { "Path": "{{pattern}}", "Targets": "{{upstream.Address}}", "PathRewrite": "{{template}}" } } }""");

        var compared = 0;
        for (var i = 0; i < 1500; i++)
        {
            var path = "/" + string.Concat(Enumerable.Range(0, random.Next(1, 12)).Select(_ => Pieces[random.Next(Pieces.Length)]));
            if (await AskAsync(gateway.Client, gateway.Address, path) is not { } forwarded)
                continue;

            compared++;
            var direct = await AskAsync(gateway.Client, new Uri(upstream.Address), path);
            Assert.True(direct?.TrimEnd('/') == forwarded.TrimEnd('/'), $"{path} means \"{direct}\", rebuilt it means \"{forwarded}\"");
        }

        Assert.InRange(compared, 20, 1500);
    }

    /// <summary>The decoded path as the upstream sees it; null when the request was refused.</summary>
    private static async Task<string?> AskAsync(HttpClient client, Uri server, string path)
    {
        using HttpRequestMessage request = new(HttpMethod.Get, new Uri($"{server.Scheme}://{server.Authority}{path}", new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true }));
        using var response = await client.SendAsync(request);
        return response.StatusCode == HttpStatusCode.OK ? await response.Content.ReadAsStringAsync() : null;
    }
}
