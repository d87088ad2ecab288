using Gateway.Tests.Harness;
using Microsoft.AspNetCore.Http;

namespace Gateway.Tests.Access;

/// <summary>An issuer whose metadata and keys are fetched over HTTP, and which can hang or fail.</summary>
internal sealed class HttpIssuer : IAsyncDisposable
{
    private readonly TestIssuer _issuer = new();
    private Upstream _server = null!;
    private int _keyRequests;

    private HttpIssuer()
    {
    }

    /// <summary>Whether requests are left without a response.</summary>
    public bool Hangs { get; set; }

    public bool Fails { get; set; }

    /// <summary>The issuer that the metadata names.</summary>
    public string Names { get; set; } = TestIssuer.Name;

    public int MetadataRequests => _server.Received.Count(request => request.Target == "/openid");

    public int KeyRequests => Volatile.Read(ref _keyRequests);

    /// <summary>The route's settings for it.</summary>
    public string Settings => $$"""{ "Issuer": "{{TestIssuer.Name}}", "Audiences": ["{{TestIssuer.Audience}}"], "MetadataAddress": "{{_server.Address}}/openid" }""";

    public TestIssuer Keys => _issuer;

    public static async Task<HttpIssuer> StartAsync(bool hangs = false)
    {
        HttpIssuer issuer = new() { Hangs = hangs };
        issuer._server = await Upstream.StartAsync("issuer", issuer.AnswerAsync);
        return issuer;
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _issuer.Dispose();
    }

    private async Task AnswerAsync(HttpContext context)
    {
        if (Hangs)
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted);
        if (Fails)
        {
            context.Response.StatusCode = StatusCodes.Status500InternalServerError;
            return;
        }

        if (context.Request.Path == "/keys")
            Interlocked.Increment(ref _keyRequests);
        await context.Response.WriteAsync(context.Request.Path == "/keys" ? _issuer.Jwks : $$"""{ "issuer": "{{Names}}", "jwks_uri": "{{_server.Address}}/keys" }""");
    }
}
