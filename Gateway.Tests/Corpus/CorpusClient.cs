using System.Net.Sockets;
using System.Text;

namespace Gateway.Tests.Corpus;

/// <summary>Sends bytes, and reads the answers strictly.</summary>
internal sealed class CorpusClient : IDisposable
{
    private readonly CancellationTokenSource _limit = new(TimeSpan.FromSeconds(20));
    private readonly NetworkStream _stream;
    private readonly StrictReader _reader;

    private CorpusClient(Socket socket)
    {
        _stream = new(socket, ownsSocket: true);
        _reader = new(_stream, _limit.Token);
    }

    public static async Task<CorpusClient> ConnectAsync(Uri gateway)
    {
        Socket socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(gateway.Host, gateway.Port);
        return new(socket);
    }

    /// <summary>Sends each character as the byte of its number. Who refuses a message need not read all of it.</summary>
    public async Task SendAsync(string bytes)
    {
        try
        {
            await _stream.WriteAsync(Encoding.Latin1.GetBytes(bytes), _limit.Token);
        }
        catch (IOException)
        {
            // What it answered can still be read.
        }
    }

    /// <summary>No more will be sent, but answers are still read.</summary>
    public void EndSending() => _stream.Socket.Shutdown(SocketShutdown.Send);

    /// <summary>The next answer; null when the connection ended instead. A body that is cut short leaves it not whole.</summary>
    public async Task<StrictMessage?> ReadAsync(bool hasBody = true)
    {
        StrictMessage? answer;
        try
        {
            answer = await _reader.ReadHeadAsync();
        }
        catch (IOException exception) when (exception.InnerException is SocketException)
        {
            return null;
        }

        if (answer is null)
            return null;
        try
        {
            if (hasBody && answer.Status is not ("204" or "304") && answer.Status[0] != '1')
                await _reader.ReadBodyAsync(answer, untilClose: true);
            else
                answer.IsWhole = true;
        }
        catch (IOException)
        {
            // Cut short.
        }

        return answer;
    }

    public Task<string> ReadToEndAsync() => _reader.ReadToEndAsync();

    public void Dispose()
    {
        _stream.Dispose();
        _limit.Dispose();
    }
}
