using System.Diagnostics;
using System.Net.Sockets;
using System.Text;
using Gateway.Tests.Harness;
using Microsoft.AspNetCore.Http;

namespace Gateway.Tests.Server;

/// <summary>Clients that send or take their bytes one by one are put out, and others do not wait for them.</summary>
public sealed class SlowClientTests(ITestOutputHelper output)
{
    private const int SlowClients = 30;
    private const int GoodClients = 16;

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(25);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    [Theory]
    [InlineData("GET /api/x HTTP/1.1\r\nHost: a\r\nX-A: ", 0)]
    [InlineData("POST /api/x HTTP/1.1\r\nHost: a\r\nContent-Length: 100000\r\n\r\n", SlowClients)]
    [InlineData("POST /api/x HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nfffff\r\n", SlowClients)]
    public async Task Who_sends_too_slowly_is_told_so_and_closed(string beginning, int requests)
    {
        await using var upstream = await Upstream.StartAsync("a", context => context.Request.Body.CopyToAsync(Stream.Null));
        await using var gateway = await GatewayInstance.StartAsync(GatewayConfig.Route(upstream.Address, "\"Timeout\": \"00:05:00\"", "\"Limits\": { \"RequestHeadersTimeout\": \"00:00:02\" }"));

        await BesideGoodClientsAsync(gateway, async () =>
        {
            var ends = await Task.WhenAll(Enumerable.Range(0, SlowClients).Select(_ => TrickleAsync(gateway.Address, beginning))).WaitAsync(Limit);
            Assert.All(ends, end => Assert.StartsWith("HTTP/1.1 408", end, StringComparison.Ordinal));
        });

        Assert.Equal(requests, upstream.Received.Count(request => request.Target == "/x"));
        Assert.Equal(0, (await TargetStatus.OfAsync(gateway)).Failures);
    }

    [Fact]
    public async Task Who_reads_too_slowly_is_closed()
    {
        var gone = 0;
        await using RawUpstream upstream = new(async (stream, stopping) =>
        {
            while (await RawUpstream.ReadHeadAsync(stream, stopping) is { Length: > 0 } head)
            {
                if (head.StartsWith("GET /large", StringComparison.Ordinal))
                    await WriteUntilGoneAsync(stream, () => Interlocked.Increment(ref gone), stopping);
                await stream.WriteAsync("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"u8.ToArray(), stopping);
            }
        });
        await using var gateway = await GatewayInstance.StartAsync(GatewayConfig.Route(upstream.Address, "\"Timeout\": \"00:05:00\", \"Timeouts\": { \"Read\": \"00:05:00\", \"Write\": \"00:05:00\" }", "\"Limits\": { \"MinResponseRate\": 100000000 }"));

        await BesideGoodClientsAsync(gateway, async () =>
        {
            var slow = await Task.WhenAll(Enumerable.Range(0, SlowClients).Select(_ => RawClient.ConnectAsync(gateway.Address)));
            foreach (var client in slow)
                await client.SendAsync("GET /api/large HTTP/1.1\r\nHost: a\r\n\r\n");
            await Eventually.BecomesTrueAsync(() => Volatile.Read(ref gone) == SlowClients, Limit, "the upstream learns that nobody reads");
            foreach (var client in slow)
                client.Dispose();
        });

        Assert.Equal(0, (await TargetStatus.OfAsync(gateway)).Failures);
    }

    /// <summary>Sends a byte now and then until it is told something.</summary>
    private static async Task<string> TrickleAsync(Uri address, string beginning)
    {
        using Socket socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(address.Host, address.Port);
        await socket.SendAsync(Encoding.ASCII.GetBytes(beginning));
        var buffer = new byte[512];
        var reading = socket.ReceiveAsync(buffer);
        try
        {
            while (await Task.WhenAny(reading, Task.Delay(Pause, TimeProvider.System)) != reading)
                await socket.SendAsync("x"u8.ToArray());
        }
        catch (SocketException)
        {
            // It was closed a moment ago; what it was told can still be read.
        }

        return Encoding.ASCII.GetString(buffer, 0, await reading);
    }

    private static async Task WriteUntilGoneAsync(NetworkStream stream, Action gone, CancellationToken stopping)
    {
        await stream.WriteAsync("HTTP/1.1 200 OK\r\n\r\n"u8.ToArray(), stopping);
        try
        {
            while (true)
                await stream.WriteAsync(new byte[1 << 16], stopping);
        }
        catch (IOException)
        {
            gone();
            throw;
        }
    }

    private async Task BesideGoodClientsAsync(GatewayInstance gateway, Func<Task> attack)
    {
        var attacking = attack();
        var good = await Task.WhenAll(Enumerable.Range(0, GoodClients).Select(async _ =>
        {
            var (answers, slowest) = (0, TimeSpan.Zero);
            while (!attacking.IsCompleted)
            {
                var clock = Stopwatch.StartNew();
                using var response = await gateway.Client.GetAsync("/api/good");
                Assert.Equal(StatusCodes.Status200OK, (int)response.StatusCode);
                slowest = clock.Elapsed > slowest ? clock.Elapsed : slowest;
                answers++;
                await Task.Delay(Pause / 10, TimeProvider.System);
            }

            return (Answers: answers, Slowest: slowest);
        }));
        await attacking;
        output.WriteLine($"{good.Sum(one => one.Answers)} answers, the slowest after {good.Max(one => one.Slowest).TotalMilliseconds:0} ms");
        Assert.True(good.Max(one => one.Slowest) < TimeSpan.FromSeconds(5));
    }
}
