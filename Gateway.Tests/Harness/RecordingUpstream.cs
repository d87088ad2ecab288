using System.Text;

namespace Gateway.Tests.Harness;

/// <summary>Keeps the head of every request, byte for byte, and gives one answer of bytes to all, on a connection each.</summary>
internal sealed class RecordingUpstream : IAsyncDisposable
{
    private readonly List<string> _heads = [];
    private readonly RawUpstream _upstream;

    public RecordingUpstream(string answer) => _upstream = new(async (stream, stopping) =>
    {
        var head = await RawUpstream.ReadHeadAsync(stream, stopping);
        lock (_heads)
            _heads.Add(head);
        await stream.WriteAsync(Encoding.Latin1.GetBytes(answer), stopping);
    });

    public string Address => _upstream.Address;

    public IReadOnlyList<string> Heads
    {
        get
        {
            lock (_heads)
                return [.. _heads];
        }
    }

    public ValueTask DisposeAsync() => _upstream.DisposeAsync();
}
