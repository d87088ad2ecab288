using System.Net.Sockets;
using System.Text;

namespace Gateway.Tests.Server;

/// <summary>Many connections that do nothing: half are silent, a quarter have sent half a header section, a quarter have had one answer.</summary>
internal sealed class IdleConnections : IDisposable
{
    private const int AtOnce = 250;

    private readonly Socket[] _sockets;
    private Task<string>[] _ends = [];

    private IdleConnections(int count) => _sockets = [.. Enumerable.Range(0, count).Select(_ => new Socket(SocketType.Stream, ProtocolType.Tcp))];

    public int Count => _sockets.Length;

    /// <summary>Those that have sent half a header section.</summary>
    public int Halves => Enumerable.Range(0, Count).Count(IsHalf);

    public int Closed => _ends.Count(end => end.IsCompleted);

    public static async Task<IdleConnections> OpenAsync(Uri gateway, int count)
    {
        IdleConnections connections = new(count);
        foreach (var some in Enumerable.Range(0, count).Chunk(AtOnce))
            await Task.WhenAll(some.Select(number => connections.BeginAsync(gateway, number)));
        connections._ends = [.. connections._sockets.Select(ReadToEndAsync)];
        return connections;
    }

    /// <summary>What each was told in the end.</summary>
    public Task<string[]> EndAsync() => Task.WhenAll(_ends);

    public void Dispose()
    {
        foreach (var socket in _sockets)
            socket.Dispose();
    }

    private static bool IsHalf(int number) => number % 4 == 1;

    private async Task BeginAsync(Uri gateway, int number)
    {
        var socket = _sockets[number];
        await socket.ConnectAsync(gateway.Host, gateway.Port);
        if (IsHalf(number))
            await socket.SendAsync("GET /api/x HTTP/1.1\r\nHost: a\r\nX-"u8.ToArray());
        if (number % 4 != 3)
            return;
        await socket.SendAsync("GET /api/x HTTP/1.1\r\nHost: a\r\n\r\n"u8.ToArray());
        var (buffer, answer) = (new byte[1024], string.Empty);
        while (!answer.EndsWith("\r\n0\r\n\r\n", StringComparison.Ordinal) && await socket.ReceiveAsync(buffer) is > 0 and var read)
            answer += Encoding.ASCII.GetString(buffer, 0, read);
        Assert.StartsWith("HTTP/1.1 200", answer, StringComparison.Ordinal);
    }

    private static async Task<string> ReadToEndAsync(Socket socket)
    {
        var (buffer, text) = (new byte[512], string.Empty);
        try
        {
            while (await socket.ReceiveAsync(buffer) is > 0 and var read)
                text += Encoding.ASCII.GetString(buffer, 0, read);
        }
        catch (SocketException)
        {
            // A reset ends it too.
        }

        return text;
    }
}
