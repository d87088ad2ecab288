using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using Gateway.Tests.Harness;

namespace Gateway.Tests.Resilience;

public sealed class SilentStreamTests
{
    [Fact]
    public async Task A_gRPC_client_that_sends_nothing_is_cut_after_StreamIdle()
    {
        await using var upstream = await Upstream.StartAsync(answer: context => Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted));
        await using var gateway = await GatewayInstance.StartAsync(GatewayConfig.Route(upstream.Address, "\"Timeouts\": { \"StreamIdle\": \"00:00:00.5\" }"));
        TaskCompletionSource over = new();
        using PushedContent silent = new(async stream =>
        {
            await stream.FlushAsync();
            await over.Task;
        });
        silent.Headers.ContentType = new MediaTypeHeaderValue("application/grpc");
        using HttpRequestMessage request = new(HttpMethod.Post, "/api/x") { Content = silent };

        var clock = Stopwatch.StartNew();
        using var response = await gateway.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead).WaitAsync(TimeSpan.FromSeconds(20));
        over.SetResult();

        Assert.Equal(HttpStatusCode.RequestTimeout, response.StatusCode);
        Assert.InRange(clock.Elapsed, TimeSpan.FromSeconds(0.4), TimeSpan.FromSeconds(4.9));
        Assert.Equal(0, (await TargetStatus.WhenIdleAsync(gateway, requests: 1)).Failures);
    }
}
