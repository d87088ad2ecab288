using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Gateway.Tests.Harness;

namespace Gateway.Tests.Resilience;

/// <summary>Retries when a connection ends before the answer is complete.</summary>
public sealed class BrokenAnswerTests
{
    [Fact]
    public async Task An_answer_that_breaks_off_before_the_client_saw_any_of_it_is_tried_again()
    {
        await using var cut = new RawUpstream(async (stream, stopping) =>
        {
            await RawUpstream.ReadHeadAsync(stream, stopping);
            await stream.WriteAsync(Encoding.ASCII.GetBytes("HTTP/1.1 200 OK\r\nX-From: cut\r\nContent-Length: 10\r\n\r\n"), stopping);
        });
        await using var good = await Upstream.StartAsync("good");
        await using var gateway = await GatewayInstance.StartAsync(RetryConfig.Of("", cut.Address, good.Address));

        for (var i = 0; i < 6; i++)
        {
            using var response = await gateway.Client.GetAsync("/x");
            Assert.Equal("good", await response.Content.ReadAsStringAsync());
            Assert.False(response.Headers.Contains("X-From"));
            Assert.True(response.Headers.Contains("X-CoreRL-Version"));
        }

        // A POST is not repeated, and its error is whole.
        using var post = await PostAtAsync(gateway, cut);
        Assert.Equal("upstream_reset", (await post.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("reason").GetString());
        Assert.True(post.Headers.Contains("X-CoreRL-Version"));
    }

    [Theory]
    [InlineData("GET", 2)]
    [InlineData("POST", 1)]
    public async Task The_connections_handler_repeats_nothing_behind_our_back(string method, int seen)
    {
        var requests = 0;
        await using var upstream = new RawUpstream(async (stream, stopping) =>
        {
            // Answers the first request of a connection and takes the second one along into its end.
            await RawUpstream.ReadHeadAsync(stream, stopping);
            if (Interlocked.Increment(ref requests) > 1 && requests % 2 == 1)
                return;
            await stream.WriteAsync(Encoding.ASCII.GetBytes("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"), stopping);
            await RawUpstream.ReadHeadAsync(stream, stopping);
            Interlocked.Increment(ref requests);
        });
        await using var gateway = await GatewayInstance.StartAsync(RetryConfig.Of("", upstream.Address));

        using (var first = await gateway.Client.GetAsync("/x"))
            Assert.Equal(HttpStatusCode.OK, first.StatusCode);
        Assert.Equal(1, requests);

        using HttpRequestMessage request = new(new HttpMethod(method), "/x");
        using var second = await gateway.Client.SendAsync(request);

        Assert.Equal(method == "POST" ? HttpStatusCode.BadGateway : HttpStatusCode.OK, second.StatusCode);
        if (method == "POST")
            Assert.Equal(1 + seen, requests);
        else
            Assert.True(requests >= 1 + seen);
    }

    private static async Task<HttpResponseMessage> PostAtAsync(GatewayInstance gateway, RawUpstream upstream)
    {
        while (true)
        {
            var before = upstream.Accepted;
            var response = await gateway.Client.PostAsync("/x", new StringContent("once"));
            if (upstream.Accepted == before)
            {
                response.Dispose();
                continue;
            }

            Assert.Equal(before + 1, upstream.Accepted);
            return response;
        }
    }
}
