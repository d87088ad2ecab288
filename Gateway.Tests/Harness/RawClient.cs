using System.Net.Sockets;
using System.Text;

namespace Gateway.Tests.Harness;

/// <summary>A client of bytes: sends what no decent HTTP client would, and shows what came back as it came.</summary>
internal sealed class RawClient : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    private readonly Socket _socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };

    private RawClient()
    {
    }

    /// <summary>Bytes that came and were not read.</summary>
    public int Available => _socket.Available;

    public static async Task<RawClient> ConnectAsync(Uri address)
    {
        RawClient client = new();
        await client._socket.ConnectAsync(address.Host, address.Port);
        return client;
    }

    /// <summary>Sends one request, which must ask for <c>Connection: close</c>, and reads to the end.</summary>
    public static async Task<string> ExchangeAsync(Uri address, string request)
    {
        using var client = await ConnectAsync(address);
        await client.SendAsync(request);
        return await client.ReadToEndAsync();
    }

    /// <summary>Sends each character as the byte of its number.</summary>
    public async Task SendAsync(string bytes)
    {
        using CancellationTokenSource limit = new(Limit);
        ReadOnlyMemory<byte> rest = Encoding.Latin1.GetBytes(bytes);
        while (rest.Length > 0)
            rest = rest[await _socket.SendAsync(rest, SocketFlags.None, limit.Token)..];
    }

    public Task<string> ReadToEndAsync() => ReadUntilAsync(static _ => false);

    /// <summary>Reads until the text so far is enough, or the other side has closed or reset.</summary>
    public async Task<string> ReadUntilAsync(Func<string, bool> isEnough)
    {
        using CancellationTokenSource limit = new(Limit);
        StringBuilder text = new();
        var buffer = new byte[16 * 1024];
        try
        {
            while (!isEnough(text.ToString()) && await _socket.ReceiveAsync(buffer, SocketFlags.None, limit.Token) is > 0 and var count)
                text.Append(Encoding.Latin1.GetString(buffer, 0, count));
        }
        catch (SocketException)
        {
            // A reset ends it too.
        }

        return text.ToString();
    }

    /// <summary>Closes the client's side; what the other side sends can still be read.</summary>
    public void EndSending() => _socket.Shutdown(SocketShutdown.Send);

    /// <summary>Goes away without a word: the other side sees a reset.</summary>
    public void Reset() => _socket.Close(0);

    public void Dispose() => _socket.Dispose();
}
