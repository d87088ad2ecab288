using System.Text;
using Gateway.Tests.Harness;

namespace Gateway.Tests.Errors;

public sealed class BrokenResponseTests
{
    [Theory]
    [InlineData("Content-Length: 10\r\n\r\nabc", "abc", false)]
    [InlineData("Content-Length: 10\r\n\r\nabc", "abc", true)]
    [InlineData("Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n", "abc", false)]
    [InlineData("Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n", "abc", true)]
    public async Task A_body_that_is_cut_short_does_not_look_whole_and_counts_against_the_target(string rest, string seen, bool reset)
    {
        TaskCompletionSource cut = new(TaskCreationOptions.RunContinuationsAsynchronously);
        await using RawUpstream upstream = new(async (stream, stopping) =>
        {
            await RawUpstream.ReadHeadAsync(stream, stopping);
            await stream.WriteAsync(Encoding.Latin1.GetBytes("HTTP/1.1 200 OK\r\n" + rest), stopping);
            await cut.Task.WaitAsync(stopping);
            if (reset)
                RawUpstream.Reset(stream);
        });
        await using var gateway = await GatewayInstance.StartAsync(GatewayConfig.Route(upstream.Address));
        using var client = await RawClient.ConnectAsync(gateway.Address);

        await client.SendAsync("GET /api/ HTTP/1.1\r\nHost: a\r\n\r\n");
        var beginning = await client.ReadUntilAsync(text => text.Contains("abc", StringComparison.Ordinal));
        cut.SetResult();
        var end = await client.ReadToEndAsync();

        Assert.StartsWith("HTTP/1.1 200 OK\r\n", beginning, StringComparison.Ordinal);
        Assert.Contains(seen, beginning, StringComparison.Ordinal);
        Assert.DoesNotContain("0\r\n\r\n", end, StringComparison.Ordinal);
        Assert.DoesNotContain("HTTP/1.1", end, StringComparison.Ordinal);
        Assert.DoesNotContain("reason", end, StringComparison.Ordinal);
        Assert.Equal(1, upstream.Accepted);
        Assert.Equal(1, (await TargetStatus.WhenIdleAsync(gateway, 1)).Failures);
    }

    [Fact]
    public async Task An_HTTP_client_is_told_that_the_body_was_cut()
    {
        await using var upstream = RawUpstream.Answering("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n");
        await using var gateway = await GatewayInstance.StartAsync(GatewayConfig.Route(upstream.Address));

        await Assert.ThrowsAsync<HttpRequestException>(() => gateway.Client.GetStringAsync("/api/"));
    }

    [Fact]
    public async Task A_body_that_stalls_is_cut_after_the_read_timeout_and_counts_against_nobody()
    {
        await using RawUpstream upstream = new(async (stream, stopping) =>
        {
            await RawUpstream.ReadHeadAsync(stream, stopping);
            await stream.WriteAsync("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc"u8.ToArray(), stopping);
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, stopping);
        });
        await using var gateway = await GatewayInstance.StartAsync(GatewayConfig.Route(upstream.Address, "\"Timeouts\": { \"Read\": \"00:00:02\" }"));
        using var client = await RawClient.ConnectAsync(gateway.Address);

        await client.SendAsync("GET /api/ HTTP/1.1\r\nHost: a\r\n\r\n");
        var answer = await client.ReadToEndAsync();

        Assert.EndsWith("\r\n\r\nabc", answer, StringComparison.Ordinal);
        Assert.Equal(0, (await TargetStatus.WhenIdleAsync(gateway, 1)).Failures);
    }
}
