using System.Net;
using Gateway.Tests.Harness;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;

namespace Gateway.Tests.Embedding;

/// <summary>The gateway asks routing what another method or spelling would choose: nothing of an endpoint that the request does not reach takes effect.</summary>
public sealed class ShortCircuitTests
{
    private const string Guarded = "\"Authorization\": { \"Issuer\": \"https://issuer.example.com\", \"Audiences\": [\"a\"], \"MetadataAddress\": \"http://127.0.0.1:1/none\" }";

    [Fact]
    public async Task A_refused_method_does_not_run_the_handler_of_another()
    {
        var runs = 0;
        await using var gateway = await GatewayInstance.StartAsync(
            """{ "Routes": { "r": { "Path": "/r", "Methods": ["PUT"], "Match": { "Headers": { "X-A": "1" } }, "Targets": "http://127.0.0.1:1" } } }""",
            map: app => app.MapPost("/do", () => $"run {Interlocked.Increment(ref runs)}").ShortCircuit());

        foreach (var method in (HttpMethod[])[HttpMethod.Delete, HttpMethod.Put])
        {
            using HttpRequestMessage request = new(method, "/do");
            using var refused = await gateway.Client.SendAsync(request);

            Assert.Equal(HttpStatusCode.MethodNotAllowed, refused.StatusCode);
            Assert.Equal(["POST"], refused.Content.Headers.Allow);
        }

        Assert.Equal(0, runs);
        using var allowed = await gateway.Client.PostAsync("/do", null);
        Assert.Equal("run 1", await allowed.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task A_spelling_does_not_run_the_handler_of_another_path()
    {
        var runs = 0;
        await using var upstream = await Upstream.StartAsync("from the upstream");
        await using var gateway = await GatewayInstance.StartAsync(WithToken(upstream), map: app => app.MapGet("/robots.txt", () => $"run {Interlocked.Increment(ref runs)}").ShortCircuit());

        Assert.Equal("from the upstream", await gateway.Client.GetStringAsync("/robots.txt;x"));

        Assert.Equal(0, runs);
        Assert.Equal("run 1", await gateway.Client.GetStringAsync("/robots.txt"));
    }

    [Fact]
    public async Task A_spelling_does_not_apply_the_limit_of_another_path()
    {
        await using var upstream = await Upstream.StartAsync("from the upstream");
        await using var gateway = await GatewayInstance.StartAsync(WithToken(upstream), map: app => app.MapPost("/small", (HttpContext context) => context.Request.Body.CopyToAsync(Stream.Null)).WithMetadata(new OneByte()));

        using var forwarded = await gateway.Client.PostAsync("/small;x", new StringContent("two and more"));
        using var refused = await gateway.Client.PostAsync("/small", new StringContent("two and more"));

        Assert.Equal("from the upstream", await forwarded.Content.ReadAsStringAsync());
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, refused.StatusCode);
    }

    private static string WithToken(Upstream upstream) => $$"""
        { "Routes": {
            "guarded": { "Path": "/admin", "Targets": "{{upstream.Address}}", {{Guarded}} },
            "open": { "Path": "/{**path}", "Targets": "{{upstream.Address}}" } } }
        """;

    private sealed class OneByte : IRequestSizeLimitMetadata
    {
        public long? MaxRequestBodySize => 1;
    }
}
