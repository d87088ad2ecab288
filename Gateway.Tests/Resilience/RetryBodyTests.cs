using System.Net;
using Gateway.Tests.Harness;
using Microsoft.AspNetCore.Http;

namespace Gateway.Tests.Resilience;

/// <summary>Bodies of requests that are retried, and of those that are not.</summary>
public sealed class RetryBodyTests
{
    [Fact]
    public async Task A_small_body_is_sent_again_as_it_was()
    {
        List<string> bodies = [];
        await using var upstream = await Upstream.StartAsync("a", async context =>
        {
            using StreamReader reader = new(context.Request.Body);
            bodies.Add(await reader.ReadToEndAsync());
            context.Response.StatusCode = bodies.Count < 3 ? 503 : 200;
        });
        await using var gateway = await GatewayInstance.StartAsync(RetryConfig.Of("""
            "CircuitBreaker": { "Enabled": false },
            """, upstream.Address));
        var body = new string('x', 60_000);

        using var whole = await gateway.Client.PutAsync("/x", new StringContent(body));
        Assert.Equal(HttpStatusCode.OK, whole.StatusCode);
        Assert.Equal([body, body, body], bodies);

        bodies.Clear();
        using HttpRequestMessage chunked = new(HttpMethod.Put, "/x") { Content = new StringContent(body), Headers = { TransferEncodingChunked = true } };
        using var second = await gateway.Client.SendAsync(chunked);
        Assert.Equal(HttpStatusCode.OK, second.StatusCode);
        Assert.Equal([body, body, body], bodies);
    }

    [Fact]
    public async Task A_large_body_streams_and_is_sent_once()
    {
        await using var upstream = await Upstream.StartAsync("a", async context =>
        {
            var count = 0L;
            var buffer = new byte[65536];
            while (await context.Request.Body.ReadAsync(buffer) is > 0 and var read)
                count += read;
            context.Response.StatusCode = 503;
            await context.Response.WriteAsync($"{count}");
        });
        await using var gateway = await GatewayInstance.StartAsync(RetryConfig.Of("", upstream.Address));

        using var response = await gateway.Client.PutAsync("/x", new ByteArrayContent(new byte[1_000_000]));

        Assert.Equal("1000000", await response.Content.ReadAsStringAsync());
        Assert.Single(upstream.Received);
    }
}
