using Gateway.Tests.Harness;
using Microsoft.AspNetCore.Builder;

namespace Gateway.Tests.Errors;

/// <summary>A client that closes its side of a connection within an upload.</summary>
public sealed class ClosedConnectionTests
{
    [Theory]
    [InlineData(128)]
    [InlineData(768)]
    public async Task What_is_left_of_the_body_of_a_client_that_closes_its_side_is_no_request(int kibibytes)
    {
        var smuggled = 0;
        await using var upstream = await Upstream.StartAsync(answer: async context =>
        {
            if (context.Request.Path.StartsWithSegments("/smuggled"))
                Interlocked.Increment(ref smuggled);
            await context.Request.Body.CopyToAsync(Stream.Null, context.RequestAborted);
        });
        await using var gateway = await GatewayInstance.StartAsync(GatewayConfig.Route(upstream.Address), map: app => app.MapGet("/own", () => Interlocked.Increment(ref smuggled)));
        var body = string.Concat(Enumerable.Repeat("GET /api/smuggled HTTP/1.1\r\nHost: a\r\n\r\nGET /own HTTP/1.1\r\nHost: a\r\n\r\n", kibibytes * 1024 / 72));

        // Whether something is left depends on how far the gateway has read when it learns that the client has closed.
        for (var i = 0; i < 200; i++)
        {
            using var client = await RawClient.ConnectAsync(gateway.Address);
            await client.SendAsync($"POST /api/x HTTP/1.1\r\nHost: a\r\nContent-Length: {2 * body.Length}\r\n\r\n{body}");
            client.EndSending();
            await client.ReadToEndAsync();
        }

        Assert.Equal(0, Volatile.Read(ref smuggled));
    }
}
