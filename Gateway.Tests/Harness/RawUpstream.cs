using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Gateway.Tests.Harness;

/// <summary>An upstream of bytes: a test says what happens on each connection, rubbish and cuts included.</summary>
internal sealed class RawUpstream : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, Ports.Free());
    private readonly CancellationTokenSource _stopping = new();
    private readonly ConcurrentBag<Socket> _connections = [];
    private readonly Func<NetworkStream, CancellationToken, Task> _serve;
    private readonly Task _accepting;
    private int _accepted;

    public RawUpstream(Func<NetworkStream, CancellationToken, Task> serve)
    {
        _serve = serve;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public string Address => $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}";

    /// <summary>Connections so far.</summary>
    public int Accepted => Volatile.Read(ref _accepted);

    /// <summary>Reads one request's head and answers with the given bytes, then closes.</summary>
    public static RawUpstream Answering(string answer) => new(async (stream, stopping) =>
    {
        await ReadHeadAsync(stream, stopping);
        await stream.WriteAsync(Encoding.Latin1.GetBytes(answer), stopping);
    });

    /// <summary>Reads to the blank line; returns what was read, which may hold the beginning of a body.</summary>
    public static async Task<string> ReadHeadAsync(NetworkStream stream, CancellationToken stopping)
    {
        var buffer = new byte[65536];
        var count = 0;
        while (true)
        {
            var read = await stream.ReadAsync(buffer.AsMemory(count), stopping);
            count += read;
            var text = Encoding.Latin1.GetString(buffer, 0, count);
            if (read == 0 || text.Contains("\r\n\r\n", StringComparison.Ordinal))
                return text;
        }
    }

    /// <summary>Closes with a reset instead of an orderly end.</summary>
    public static void Reset(NetworkStream stream) => stream.Socket.Close(0);

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        _listener.Stop();
        foreach (var connection in _connections)
            connection.Dispose();
        await _accepting;
        _stopping.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var socket = await _listener.AcceptSocketAsync(_stopping.Token);
                Interlocked.Increment(ref _accepted);
                _connections.Add(socket);
                _ = ServeAsync(socket);
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task ServeAsync(Socket socket)
    {
        try
        {
            await using NetworkStream stream = new(socket, ownsSocket: true);
            await _serve(stream, _stopping.Token);
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The other side went away, or the test is over.
        }
    }
}
