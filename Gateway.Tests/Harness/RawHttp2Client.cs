using System.Collections.Concurrent;
using System.Net.Sockets;

namespace Gateway.Tests.Harness;

/// <summary>A client of HTTP/2 frames, without TLS: sends what no decent client would, and keeps what comes back.</summary>
internal sealed class RawHttp2Client : IAsyncDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private readonly CancellationTokenSource _limit = new(Limit);
    private readonly ConcurrentQueue<Http2Frame> _frames = new();
    private readonly NetworkStream _stream;
    private Task _reading = Task.CompletedTask;

    private RawHttp2Client(Socket socket) => _stream = new(socket, ownsSocket: true);

    /// <summary>What came so far.</summary>
    public IReadOnlyCollection<Http2Frame> Frames => _frames;

    public bool HasEnded => _reading.IsCompleted;

    /// <summary>Why the server ended the connection; null when it did not say so.</summary>
    public uint? GoneAway => _frames.FirstOrDefault(frame => frame.Type == Http2Frame.GoAwayType)?.Error;

    public static async Task<RawHttp2Client> ConnectAsync(Uri address)
    {
        Socket socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(address.Host, address.Port);
        RawHttp2Client client = new(socket);
        client._reading = client.ReadAsync();
        await client.TrySendAsync([.. "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8, .. Http2Frame.Write(Http2Frame.SettingsType, 0, 0, [])]);
        return client;
    }

    public int ResetsWith(uint error) => _frames.Count(frame => frame.Type == Http2Frame.ResetType && frame.Error == error);

    /// <summary>False when the other side has closed the connection.</summary>
    public async Task<bool> TrySendAsync(byte[] bytes)
    {
        if (HasEnded)
            return false;
        try
        {
            await _stream.WriteAsync(bytes, _limit.Token);
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }

    /// <summary>Waits until the server has closed the connection.</summary>
    public Task EndAsync() => _reading;

    public async ValueTask DisposeAsync()
    {
        await _stream.DisposeAsync();
        try
        {
            await _reading;
        }
        catch (OperationCanceledException)
        {
            // The time is over, which the test has noticed.
        }

        _limit.Dispose();
    }

    private async Task ReadAsync()
    {
        try
        {
            var head = new byte[9];
            while (true)
            {
                await _stream.ReadExactlyAsync(head, _limit.Token);
                var payload = new byte[(head[0] << 16) | (head[1] << 8) | head[2]];
                await _stream.ReadExactlyAsync(payload, _limit.Token);
                _frames.Enqueue(new(head[3], head[4], (head[5] << 24) | (head[6] << 16) | (head[7] << 8) | head[8], payload));
            }
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException)
        {
            // Closed or reset.
        }
    }
}
