using System.Diagnostics;
using System.Net;
using Gateway.Tests.Harness;

namespace Gateway.Tests.ServiceDefaults;

public sealed class HttpClientRetryTests
{
    [Theory]
    [InlineData("GET", 4)]
    [InlineData("HEAD", 4)]
    [InlineData("PUT", 1)]
    [InlineData("DELETE", 1)]
    [InlineData("POST", 1)]
    [InlineData("PATCH", 1)]
    public async Task Only_safe_methods_are_retried(string method, int attempts)
    {
        await using var upstream = await Upstream.StartAsync(answer: context => ClientHost.Answer(context, 503));
        using var host = ClientHost.Create();

        using HttpRequestMessage request = new(new HttpMethod(method), upstream.Address) { Content = method is "PUT" or "POST" or "PATCH" ? new StringContent("x") : null };
        using var response = await ClientHost.Client(host).SendAsync(request);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.Equal(attempts, upstream.Received.Count);
    }

    [Theory]
    [InlineData(408, 2)]
    [InlineData(429, 2)]
    [InlineData(500, 2)]
    [InlineData(400, 1)]
    [InlineData(404, 1)]
    public async Task A_failure_that_may_pass_is_tried_again_until_it_has(int status, int attempts)
    {
        await using var upstream = await Upstream.StartAsync();
        upstream.Answer = context => ClientHost.Answer(context, upstream.Received.Count == 1 ? status : 200);
        using var host = ClientHost.Create();

        using var response = await ClientHost.Client(host).GetAsync(upstream.Address);

        Assert.Equal(attempts == 2 ? 200 : status, (int)response.StatusCode);
        Assert.Equal(attempts, upstream.Received.Count);
    }

    [Fact]
    public async Task Retry_After_is_waited_for()
    {
        await using var upstream = await Upstream.StartAsync();
        upstream.Answer = context =>
        {
            context.Response.Headers.RetryAfter = "1";
            return ClientHost.Answer(context, upstream.Received.Count == 1 ? 503 : 200);
        };
        using var host = ClientHost.Create();

        var clock = Stopwatch.StartNew();
        using var response = await ClientHost.Client(host).GetAsync(upstream.Address);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        // Without the header it would be 10 ms.
        Assert.InRange(clock.Elapsed, TimeSpan.FromSeconds(0.95), TimeSpan.FromSeconds(15));
    }
}
