using System.Net;
using System.Net.Sockets;
using System.Text;
using Gateway.Tests.Harness;
using Microsoft.AspNetCore.Http;

namespace Gateway.Tests.Forwarding;

/// <summary>Upstreams that answer while the request's body is still sent.</summary>
public sealed class EarlyAnswerTests
{
    private const string Refusal = "HTTP/1.1 413 Content Too Large\r\nContent-Length: 5\r\nConnection: close\r\n\r\nlarge";

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(true, true)]
    public async Task An_upload_that_is_refused_gets_the_refusal_and_the_target_is_well(bool chunked, bool staysOpen)
    {
        await using RawUpstream upstream = new(async (stream, stopping) =>
        {
            await RawUpstream.ReadHeadAsync(stream, stopping);
            await stream.WriteAsync(Encoding.ASCII.GetBytes(Refusal), stopping);
            if (staysOpen)
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, stopping);
        });
        LogLines log = new();
        await using var gateway = await GatewayInstance.StartAsync(GatewayConfig.Route(upstream.Address), log.AddTo);

        for (var i = 0; i < 8; i++)
        {
            using var client = await RawClient.ConnectAsync(gateway.Address);
            await client.SendAsync($"POST /api/x HTTP/1.1\r\nHost: a\r\n{(chunked ? "Transfer-Encoding: chunked" : "Content-Length: 20000000")}\r\n\r\n");
            var uploading = UploadAsync(client, chunked);
            Assert.EndsWith("\r\n\r\nlarge", await client.ReadUntilAsync(text => text.EndsWith("large", StringComparison.Ordinal)).WaitAsync(Limit), StringComparison.Ordinal);
            await uploading.WaitAsync(Limit);
        }

        var target = await TargetStatus.WhenIdleAsync(gateway, 8);
        Assert.Equal((0, "closed"), (target.Failures, target.Circuit));
        Assert.True(log.Lines.All(line => !line.StartsWith("Error", StringComparison.Ordinal)), string.Join('\n', log.Lines));
    }

    [Fact]
    public async Task An_upload_that_expects_100_is_answered_early_and_its_connection_goes_on()
    {
        await using RawUpstream upstream = new(async (stream, stopping) =>
        {
            await RawUpstream.ReadHeadAsync(stream, stopping);
            await stream.WriteAsync("HTTP/1.1 204 No Content\r\n\r\n"u8.ToArray(), stopping);
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, stopping);
        });
        LogLines log = new();
        await using var gateway = await GatewayInstance.StartAsync(GatewayConfig.Route(upstream.Address), log.AddTo);
        using var client = await RawClient.ConnectAsync(gateway.Address);

        for (var i = 0; i < 3; i++)
        {
            // The client does not wait for 100, and is slow: the gateway waits for more of the body when the answer comes.
            await client.SendAsync($"POST /api/x HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 100000\r\n\r\n{new string('x', 50_000)}");
            Assert.Contains(" 204 ", await client.ReadUntilAsync(text => text.Contains(" 204 ", StringComparison.Ordinal) && text.EndsWith("\r\n\r\n", StringComparison.Ordinal)), StringComparison.Ordinal);
            await client.SendAsync(new string('x', 50_000));
        }

        Assert.DoesNotContain(log.Lines, line => line.StartsWith("Error", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Over_HTTP_1_each_piece_may_be_answered_before_the_next_is_sent(bool expects)
    {
        await using var upstream = await Upstream.StartAsync("echo", async context =>
        {
            var buffer = new byte[1024];
            await context.Response.StartAsync();
            while (await context.Request.Body.ReadAsync(buffer) is > 0 and var count)
            {
                await context.Response.Body.WriteAsync(buffer.AsMemory(0, count));
                await context.Response.Body.FlushAsync();
            }
        });
        await using var gateway = await GatewayInstance.StartAsync(GatewayConfig.Route(upstream.Address));
        using var client = await RawClient.ConnectAsync(gateway.Address);

        await client.SendAsync($"POST /api/x HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n{(expects ? "Expect: 100-continue\r\n" : "")}\r\n");
        if (expects)
            Assert.StartsWith("HTTP/1.1 100", await client.ReadUntilAsync(text => text.EndsWith("\r\n\r\n", StringComparison.Ordinal)), StringComparison.Ordinal);
        foreach (var piece in (string[])["one", "two", "six"])
        {
            await client.SendAsync($"3\r\n{piece}\r\n");
            Assert.Contains(piece, await client.ReadUntilAsync(text => text.Contains(piece, StringComparison.Ordinal)), StringComparison.Ordinal);
        }

        await client.SendAsync("0\r\n\r\n");
        Assert.EndsWith("0\r\n\r\n", await client.ReadToEndAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Large_uploads_arrive_as_they_were_and_share_a_connection(bool chunked)
    {
        var connections = 0;
        await using var upstream = await Upstream.StartAsync("sum", async context =>
        {
            Interlocked.Increment(ref connections);
            var (sum, count) = (0L, 0L);
            var buffer = new byte[65536];
            while (await context.Request.Body.ReadAsync(buffer) is > 0 and var read)
            {
                foreach (var value in buffer.AsSpan(0, read))
                    sum = (sum * 31) + value;
                count += read;
            }

            await context.Response.WriteAsync($"{count} {sum} {context.Connection.RemotePort}");
        });
        await using var gateway = await GatewayInstance.StartAsync(GatewayConfig.Route(upstream.Address));
        var body = new byte[3_000_001];
        new Random(1).NextBytes(body);
        var expected = body.Aggregate(0L, (sum, value) => (sum * 31) + value);

        HashSet<string> ports = [];
        for (var i = 0; i < 20; i++)
        {
            using HttpRequestMessage upload = new(HttpMethod.Put, "/api/x") { Content = new ByteArrayContent(body) };
            upload.Headers.TransferEncodingChunked = chunked;
            using var response = await gateway.Client.SendAsync(upload).WaitAsync(Limit);
            var answer = (await response.Content.ReadAsStringAsync()).Split(' ');
            Assert.Equal(($"{body.Length}", $"{expected}"), (answer[0], answer[1]));
            ports.Add(answer[2]);
        }

        Assert.Single(ports);
    }

    [Fact]
    public async Task An_upload_that_the_client_cuts_is_cut_at_the_upstream()
    {
        var outcome = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var upstream = await Upstream.StartAsync("a", async context =>
        {
            try
            {
                await context.Request.Body.CopyToAsync(Stream.Null);
                outcome.TrySetResult("whole");
            }
            catch (Exception exception) when (exception is IOException or OperationCanceledException or BadHttpRequestException)
            {
                outcome.TrySetResult("cut");
            }
        });
        await using var gateway = await GatewayInstance.StartAsync(GatewayConfig.Route(upstream.Address));
        using var client = await RawClient.ConnectAsync(gateway.Address);
        await client.SendAsync("POST /api/x HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n");
        await Eventually.BecomesTrueAsync(() => upstream.Received.Count == 1, Limit, "the upload is under way");
        client.Reset();

        Assert.Equal("cut", await outcome.Task.WaitAsync(Limit));
        Assert.Equal(0, (await TargetStatus.WhenIdleAsync(gateway, 1)).Failures);
    }

    [Fact]
    public async Task What_is_left_of_an_upload_is_nobodys_once_the_answer_is_whole()
    {
        await using var upstream = await Upstream.StartAsync("a", context => context.Response.WriteAsync("enough"));
        await using var gateway = await Http2Gateway.StartAsync(GatewayConfig.Route(upstream.Address));
        using var client = Http2Gateway.Client(gateway);
        DuplexContent body = new();
        using HttpRequestMessage upload = new(HttpMethod.Post, "/api/x") { Content = body, Version = HttpVersion.Version20, VersionPolicy = HttpVersionPolicy.RequestVersionExact };
        await body.SendAsync(new byte[1000], TestContext.Current.CancellationToken);

        using var response = await client.SendAsync(upload, HttpCompletionOption.ResponseHeadersRead).WaitAsync(Limit);

        Assert.Equal("enough", await response.Content.ReadAsStringAsync().WaitAsync(Limit));
        Assert.Equal(0, (await TargetStatus.WhenIdleAsync(gateway, 1, client)).Failures);
        body.Complete();
    }

    private static async Task UploadAsync(RawClient client, bool chunked)
    {
        var piece = new string('x', 200_000);
        try
        {
            for (var sent = 0; sent < 20_000_000; sent += piece.Length)
                await client.SendAsync(chunked ? $"{piece.Length:x}\r\n{piece}\r\n" : piece);
        }
        catch (SocketException)
        {
            // The gateway takes no more of it.
        }
    }
}
