using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using Gateway.Tests.Harness;

namespace Gateway.Tests.Shutdown;

/// <summary>Gateways in rotation are shut down one after the other, under load. GATEWAY_SHUTDOWNS says how many.</summary>
public sealed class RollingShutdownTests(ITestOutputHelper output)
{
    private const int Clients = 16;
    private static readonly int Shutdowns = int.Parse(Environment.GetEnvironmentVariable("GATEWAY_SHUTDOWNS") ?? "2", CultureInfo.InvariantCulture);
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan DrainDelay = TimeSpan.FromSeconds(3);

    private readonly ConcurrentQueue<string> _lost = new();
    private readonly ConcurrentDictionary<Uri, long> _told = new();
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
            _told[old.Address] = Stopwatch.GetTimestamp();
            old.Process.Signal(PosixSignal.SIGTERM);

            // As a load balancer does: it takes a gateway out when that is no longer ready.
            await Eventually.BecomesTrueAsync(() => IsOutAsync(old), Limit, "/ready says draining");
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

    private static Task<RunningGateway> StartAsync(Upstream upstream) => RunningGateway.StartAsync(upstream, $"{DrainDelay}");

    private static async Task<bool> IsOutAsync(RunningGateway gateway)
    {
        try
        {
            return await gateway.IsDrainingAsync();
        }
        catch (HttpRequestException)
        {
            return gateway.Process.HasEnded;
        }
    }

    // A gateway keeps its word for DrainDelay. On a machine that stands still meanwhile, a client may be later than that.
    private bool IsToldFor(Uri gateway, TimeSpan time) => _told.TryGetValue(gateway, out var since) && Stopwatch.GetElapsedTime(since) > time;

    private async Task<RawClient?> ConnectAsync(Uri gateway)
    {
        try
        {
            return await RawClient.ConnectAsync(gateway);
        }
        catch (SocketException) when (IsToldFor(gateway, DrainDelay))
        {
            return null;
        }
    }

    private async Task SendAsync(int number)
    {
        // One in four thinks before the next request, so that its connection is idle now and then.
        var pause = TimeSpan.FromMilliseconds(number % 4 == 0 ? 100 : 0);
        Random random = new(number);
        while (!_done)
        {
            var rotation = _rotation;
            var address = rotation[random.Next(rotation.Length)].Address;
            using var client = await ConnectAsync(address);
            for (var isOpen = client is not null; isOpen && !_done;)
            {
                try
                {
                    await client!.SendAsync("POST /x HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\nhi");
                }
                catch (SocketException) when (IsToldFor(address, DrainDelay / 2))
                {
                    break;
                }

                var isLate = IsToldFor(address, DrainDelay / 2);
                var response = await client.ReadUntilAsync(text => text.EndsWith("\r\n0\r\n\r\n", StringComparison.Ordinal));
                if (response.StartsWith("HTTP/1.1 200 OK\r\n", StringComparison.Ordinal) && response.EndsWith("\r\n0\r\n\r\n", StringComparison.Ordinal))
                    Interlocked.Increment(ref _served);
                else if (!isLate)
                    _lost.Enqueue(response);
                isOpen = !response.Contains("Connection: close\r\n", StringComparison.Ordinal) && response.Length > 0;
                if (!isOpen)
                    Interlocked.Increment(ref _closed);
                await Task.Delay(pause, TimeProvider.System);
            }
        }
    }
}
