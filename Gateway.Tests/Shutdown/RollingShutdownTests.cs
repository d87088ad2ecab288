using System.Collections.Concurrent;
using System.Globalization;
using System.Runtime.InteropServices;
using Gateway.Tests.Harness;

namespace Gateway.Tests.Shutdown;

/// <summary>Gateways in rotation are shut down one after the other, under load. GATEWAY_SHUTDOWNS says how many.</summary>
public sealed class RollingShutdownTests(ITestOutputHelper output)
{
    private const int Clients = 16;
    private static readonly int Shutdowns = int.Parse(Environment.GetEnvironmentVariable("GATEWAY_SHUTDOWNS") ?? "2", CultureInfo.InvariantCulture);
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    private readonly ConcurrentQueue<string> _lost = new();
    private volatile RunningGateway[] _rotation = [];
    private volatile bool _done;
    private int _served;
    private int _closed;

    /// <summary>The clients send POST and never repeat a request; they leave a connection only when a response says so.</summary>
    [Fact]
    public async Task No_request_of_keep_alive_clients_is_lost()
    {
        await using var upstream = await Upstream.StartAsync("ok");
        _rotation = [await StartAsync(upstream), await StartAsync(upstream)];
        var clients = Enumerable.Range(0, Clients).Select(i => Task.Run(() => SendAsync(i))).ToArray();
        for (var i = 0; i < Shutdowns; i++)
        {
            var (old, other) = (_rotation[0], _rotation[1]);
            var served = Volatile.Read(ref _served);
            await Eventually.BecomesTrueAsync(() => Volatile.Read(ref _served) > served + 1000, Limit, "under load");
            old.Process.Signal(PosixSignal.SIGTERM);

            // As a load balancer does: it takes a gateway out when that is no longer ready.
            await Eventually.BecomesTrueAsync(old.IsDrainingAsync, Limit, "/ready says draining");
            _rotation = [other];
            Assert.Equal(0, await old.Process.ExitAsync(Limit));
            await old.DisposeAsync();
            _rotation = [other, await StartAsync(upstream)];
        }

        _done = true;
        await Task.WhenAll(clients);
        output.WriteLine($"{Shutdowns} shutdowns, {_served} requests, {_closed} connections closed, {_lost.Count} requests lost");
        foreach (var gateway in _rotation)
            await gateway.DisposeAsync();

        Assert.Empty(_lost);
        Assert.True(_closed >= Shutdowns, $"{_closed} connections closed");
    }

    private static Task<RunningGateway> StartAsync(Upstream upstream) => RunningGateway.StartAsync(upstream, "00:00:02");

    private async Task SendAsync(int number)
    {
        // One in four thinks before the next request, so that its connection is idle now and then.
        var pause = TimeSpan.FromMilliseconds(number % 4 == 0 ? 100 : 0);
        Random random = new(number);
        while (!_done)
        {
            var rotation = _rotation;
            var address = rotation[random.Next(rotation.Length)].Address;
            using var client = await RawClient.ConnectAsync(address);
            for (var isOpen = true; isOpen && !_done;)
            {
                await client.SendAsync("POST /x HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\nhi");
                var response = await client.ReadUntilAsync(text => text.EndsWith("\r\n0\r\n\r\n", StringComparison.Ordinal));
                if (response.StartsWith("HTTP/1.1 200 OK\r\n", StringComparison.Ordinal) && response.EndsWith("\r\n0\r\n\r\n", StringComparison.Ordinal))
                    Interlocked.Increment(ref _served);
                else
                    _lost.Enqueue(response);
                isOpen = !response.Contains("Connection: close\r\n", StringComparison.Ordinal) && response.Length > 0;
                if (!isOpen)
                    Interlocked.Increment(ref _closed);
                await Task.Delay(pause, TimeProvider.System);
            }
        }
    }
}
