using System.Text;
using Gateway.Tests.Harness;

namespace Gateway.Tests.Corpus;

/// <summary>Keeps every request that reaches it, as a strict reader splits the bytes, on connections that are used again.</summary>
internal sealed class StrictUpstream : IAsyncDisposable
{
    private const string Ok = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n";

    private readonly RawUpstream _upstream;
    private List<StrictMessage> _received = [];

    public StrictUpstream() => _upstream = new(async (stream, stopping) =>
    {
        StrictReader reader = new(stream, stopping);
        while (await reader.ReadHeadAsync() is { } request)
        {
            Keep(request);
            try
            {
                if (request.Values("Expect").Length > 0)
                    await stream.WriteAsync("HTTP/1.1 100 Continue\r\n\r\n"u8.ToArray(), stopping);
                await reader.ReadBodyAsync(request, untilClose: false);
            }
            finally
            {
                request.HasEnded = true;
            }

            await stream.WriteAsync(Encoding.Latin1.GetBytes(request.StartLine.StartsWith("HEAD ", StringComparison.Ordinal) ? Ok : Ok + "ok"), stopping);
        }
    });

    public string Address => _upstream.Address;

    /// <summary>Requests since the last <see cref="Forget"/>, those under way included.</summary>
    public IReadOnlyList<StrictMessage> Received
    {
        get
        {
            lock (_upstream)
                return [.. _received];
        }
    }

    public void Forget()
    {
        lock (_upstream)
            _received = [];
    }

    public ValueTask DisposeAsync() => _upstream.DisposeAsync();

    private void Keep(StrictMessage request)
    {
        lock (_upstream)
            _received.Add(request);
    }
}
