using System.Diagnostics;
using System.Net;
using Gateway.Tests.Harness;

namespace Gateway.Tests.Unit.ServiceDefaults;

public sealed class HttpClientRetryTests
{
    [Theory]
    [InlineData("GET", 4)]
    [InlineData("HEAD", 4)]
    [InlineData("PUT", 4)]
    [InlineData("DELETE", 4)]
    [InlineData("POST", 1)]
    [InlineData("PATCH", 1)]
    public async Task Only_idempotent_methods_are_tried_again(string method, int attempts)
    {
        await using var upstream = await Upstream.StartAsync(answer: context => ClientHost.Answer(context, 503));
        using var host = ClientHost.Create();

        using HttpRequestMessage request = new(new HttpMethod(method), upstream.Address) { Content = method is "PUT" or "POST" or "PATCH" ? new StringContent("x") : null };
        using var response = await ClientHost.Client(host).SendAsync(request);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.Equal(attempts, upstream.Received.Count);
    }

    [Fact]
    public async Task A_body_that_cannot_be_read_twice_is_sent_once()
    {
        await using var upstream = await Upstream.StartAsync(answer: context => ClientHost.Answer(context, 503));
        using var host = ClientHost.Create();

        using MemoryStream body = new([1, 2, 3]);
        using var response = await ClientHost.Client(host).PutAsync(upstream.Address, new StreamContent(body));

        Assert.Single(upstream.Received);
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
    public async Task A_put_body_arrives_whole_on_every_attempt()
    {
        List<string> bodies = [];
        await using var upstream = await Upstream.StartAsync();
        upstream.Answer = async context =>
        {
            using StreamReader reader = new(context.Request.Body);
            bodies.Add(await reader.ReadToEndAsync());
            context.Response.StatusCode = bodies.Count < 3 ? 500 : 200;
        };
        using var host = ClientHost.Create();

        using var response = await ClientHost.Client(host).PutAsync(upstream.Address, new StringContent("whole"));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(["whole", "whole", "whole"], bodies);
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
        Assert.InRange(clock.Elapsed, TimeSpan.FromSeconds(0.95), TimeSpan.FromSeconds(5));
    }

    [Fact]
    public async Task A_Retry_After_that_does_not_fit_the_total_time_ends_the_call_with_the_response()
    {
        await using var upstream = await Upstream.StartAsync(answer: context =>
        {
            context.Response.Headers.RetryAfter = "3600";
            return ClientHost.Answer(context, 503);
        });
        using var host = ClientHost.Create();

        using var response = await ClientHost.Client(host).GetAsync(upstream.Address).WaitAsync(TimeSpan.FromSeconds(5));

        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.Single(upstream.Received);
    }
}
