using System.Globalization;
using System.Net.Sockets;
using System.Text;
using Gateway.Proxy.Access.PathSpelling;
using Gateway.Tests.Faults;
using Gateway.Tests.Harness;

namespace Gateway.Tests.Access;

/// <summary>What a path costs that has many spellings, beside a plain one of the same length.</summary>
[Collection(nameof(AloneUnderLoad))]
public sealed class PathSpellingCostTests
{
    private const int Length = 7500;
    private const int Rounds = 4;
    private const int RequestsARound = 100;

    // The most expensive one takes about 10 times the processor time of a plain path (20 times without optimization, up to 50 on a busy machine), and 22 times its memory.
    private const int MostTime = 80;
    private const int MostBytes = 45;

    private static readonly byte[] Answer = Encoding.ASCII.GetBytes("HTTP/1.1 200 OK\r\nContent-Length: 7\r\n\r\nthe end");

    [Fact]
    public async Task No_spelling_costs_much_more_than_a_plain_path()
    {
        await using RawUpstream upstream = new(AnswerAllAsync);
        await using var gateway = await GatewayInstance.StartAsync($$"""
            { "Routes": {
                "guarded": { "Path": "/admin/{**path}", "Targets": "{{upstream.Address}}", "Authorization": { "Issuer": "https://issuer.example.com", "Audiences": ["a"], "MetadataAddress": "http://127.0.0.1:1/none" } },
                "open": { "Path": "/{**path}", "Targets": "{{upstream.Address}}" } } }
            """);
        var plain = Cost(gateway.Address, "abcdefg/");

        foreach (var part in (string[])[";", "/;", "/", "\\", "%252F", "/a%20", "a.", "/.%20", "/a%2F;b//c./", "/a%2Fb;c%2Fd./e;%2Ff.//;%20/", "/a%2Fb;c\\d%2Fe\\f./g%20/;%2Fh\\i.//;%20/"])
        {
            var odd = Cost(gateway.Address, part);
            TestContext.Current.TestOutputHelper?.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{part}: {odd.Time.TotalMicroseconds:0} µs, {odd.Bytes:0} bytes; plain: {plain.Time.TotalMicroseconds:0} µs, {plain.Bytes:0} bytes"));
            Assert.InRange(odd.Time, TimeSpan.Zero, MostTime * plain.Time);
            Assert.InRange(odd.Bytes, 0, MostBytes * plain.Bytes);
        }
    }

    [Fact]
    public void A_path_has_52_variants_at_most()
    {
        string[] parts = ["a", "b", "/", "//", ";", ";x", "%2F", "%5c", "\\", "%", ".", "...", "/..;", "/. ", " ", "\t", "\u00a0"];
        Random random = new(1);

        var most = Enumerable.Range(0, 10_000).Max(_ => PathVariants.Of("/" + string.Concat(random.GetItems(parts, 40))).Count);

        Assert.Equal(52, most);
    }

    /// <summary>The processor time and the bytes of a request, without what else may cost something meanwhile: the least of the rounds.</summary>
    private static (TimeSpan Time, double Bytes) Cost(Uri gateway, string part)
    {
        var request = Encoding.ASCII.GetBytes($"GET /{string.Concat(Enumerable.Repeat(part, Length / part.Length))} HTTP/1.1\r\nHost: a\r\n\r\n");
        using Socket socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        socket.Connect(gateway.Host, gateway.Port);
        var (time, bytes) = (TimeSpan.MaxValue, double.MaxValue);
        for (var round = 0; round < Rounds; round++)
        {
            var (timeBefore, bytesBefore) = (Environment.CpuUsage.TotalTime, GC.GetTotalAllocatedBytes(precise: true));
            Send(socket, request);
            bytes = Math.Min(bytes, (GC.GetTotalAllocatedBytes(precise: true) - bytesBefore) / (double)RequestsARound);
            time = TimeSpan.FromTicks(Math.Min(time.Ticks, (Environment.CpuUsage.TotalTime - timeBefore).Ticks / RequestsARound));
        }

        return (time, bytes);
    }

    private static void Send(Socket socket, byte[] request)
    {
        Span<byte> buffer = stackalloc byte[4096];
        for (var i = 0; i < RequestsARound; i++)
        {
            socket.Send(request);
            var received = 0;
            do
                received += socket.Receive(buffer[received..]);
            while (!buffer[..received].EndsWith("the end"u8));
            if (!buffer.StartsWith("HTTP/1.1 200 OK\r\n"u8))
                Assert.Fail(Encoding.ASCII.GetString(buffer[..received]));
        }
    }

    private static async Task AnswerAllAsync(NetworkStream stream, CancellationToken stopping)
    {
        var buffer = new byte[65536];
        var received = 0;
        while (await stream.ReadAsync(buffer.AsMemory(received), stopping) is > 0 and var count)
        {
            received += count;
            if (!buffer.AsSpan(0, received).EndsWith("\r\n\r\n"u8))
                continue;
            received = 0;
            await stream.WriteAsync(Answer, stopping);
        }
    }
}
