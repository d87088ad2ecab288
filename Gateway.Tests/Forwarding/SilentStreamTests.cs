using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using Gateway.Tests.Harness;

namespace Gateway.Tests.Forwarding;

public sealed class SilentStreamTests
{
    [Fact]
    public async Task A_gRPC_client_that_sends_nothing_is_cut_after_StreamIdle()
    {
        await using var upstream = await Upstream.StartAsync(answer: context => Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted));
        await using var gateway = await Http2Gateway.StartAsync(GatewayConfig.Route(upstream.Address, "\"Timeouts\": { \"StreamIdle\": \"00:00:00.5\" }"));
        using var client = Http2Gateway.Client(gateway);
        TaskCompletionSource over = new();
        using PushedContent silent = new(async stream =>
        {
            await stream.FlushAsync();
            await over.Task;
        });
        silent.Headers.ContentType = new MediaTypeHeaderValue("application/grpc");
        using HttpRequestMessage request = new(HttpMethod.Post, "/api/x") { Content = silent, Version = HttpVersion.Version20, VersionPolicy = HttpVersionPolicy.RequestVersionExact };

        var clock = Stopwatch.StartNew();
        using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead).WaitAsync(TimeSpan.FromSeconds(20));
        over.SetResult();

        Assert.Equal("4", Assert.Single(response.Headers.GetValues("grpc-status")));
        Assert.InRange(clock.Elapsed, TimeSpan.FromSeconds(0.4), TimeSpan.FromSeconds(4.9));
        Assert.Equal(0, (await TargetStatus.WhenIdleAsync(gateway, requests: 1, client)).Failures);
    }
}
