using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Text;
using Gateway.Tests.Faults;
using Gateway.Tests.Harness;

namespace Gateway.Tests.Performance;

/// <summary>What a request costs in memory, which, unlike its time, is the same on every machine.</summary>
[Collection(nameof(AloneUnderLoad))]
public sealed class AllocationTests
{
    private const int Warmup = 10_000;
    private const int Rounds = 7;
    private const int RequestsARound = 1000;
    private const int MostMore = 200;

    // Until code is compiled for the second time, which waits while the machine has other work, it allocates more.
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    private static readonly byte[] Answer = Encoding.ASCII.GetBytes("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 15\r\n\r\n{\"status\":\"ok\"}");

    [Fact]
    public async Task A_forwarded_request_allocates_little_more_than_with_bare_YARP()
    {
        await using RawUpstream upstream = new(AnswerAllAsync);
        await using var yarp = await BareYarp.StartAsync(upstream.Address);
        await using var gateway = await GatewayInstance.StartAsync($$"""{ "Routes": { "r": { "Path": "/{**path}", "Targets": "{{upstream.Address}}" } } }""", BareYarp.Log);

        using var throughYarp = Connect(yarp.Address);
        using var throughGateway = Connect(gateway.Address);
        Send(throughYarp, Warmup);
        Send(throughGateway, Warmup);
        var (ofYarp, ofGateway) = (double.MaxValue, double.MaxValue);
        var clock = Stopwatch.StartNew();
        for (var round = 0; round < Rounds || (clock.Elapsed < Limit && ofGateway > ofYarp + MostMore); round++)
        {
            // The least of the rounds: whatever else allocated meanwhile only adds to it.
            ofYarp = Math.Min(ofYarp, Send(throughYarp, RequestsARound));
            ofGateway = Math.Min(ofGateway, Send(throughGateway, RequestsARound));
        }

        TestContext.Current.TestOutputHelper?.WriteLine(string.Create(CultureInfo.InvariantCulture, $"bytes a request: bare YARP {ofYarp:0}, gateway {ofGateway:0}"));
        Assert.InRange(ofGateway, 1000, ofYarp + MostMore);
    }

    private static Socket Connect(Uri address)
    {
        Socket socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        socket.Connect(address.Host, address.Port);
        return socket;
    }

    /// <summary>Sends requests one after the other, without allocating anything itself.</summary>
    /// <returns>Bytes that the process allocated for each.</returns>
    private static double Send(Socket socket, int count)
    {
        var request = "GET /api/orders/7 HTTP/1.1\r\nHost: gateway.example\r\nAccept: application/json\r\nUser-Agent: test\r\n\r\n"u8;
        Span<byte> buffer = stackalloc byte[4096];
        var before = GC.GetTotalAllocatedBytes(precise: true);
        for (var i = 0; i < count; i++)
        {
            socket.Send(request);
            var received = 0;
            do
                received += socket.Receive(buffer[received..]);
            while (!buffer[..received].EndsWith("{\"status\":\"ok\"}"u8));
            if (!buffer.StartsWith("HTTP/1.1 200 OK\r\n"u8))
                Assert.Fail(Encoding.ASCII.GetString(buffer[..received]));
        }

        return (GC.GetTotalAllocatedBytes(precise: true) - before) / (double)count;
    }

    private static async Task AnswerAllAsync(NetworkStream stream, CancellationToken stopping)
    {
        var buffer = new byte[65536];
        while (await stream.ReadAsync(buffer, stopping) > 0)
            await stream.WriteAsync(Answer, stopping);
    }
}
