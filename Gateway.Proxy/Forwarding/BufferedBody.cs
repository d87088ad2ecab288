using Gateway.Proxy.Http;

namespace Gateway.Proxy.Forwarding;

/// <summary>A request body that is buffered so that another attempt can replay it; followed by the rest when it exceeds the buffer.</summary>
internal sealed class BufferedBody(ReadOnlyMemory<byte> head, Stream? rest) : ReadOnlyStream
{
    /// <summary>The largest body that is buffered.</summary>
    public const int Limit = 64 * 1024;

    private const int Piece = 4096;

    private int _position;

    public bool IsComplete => rest is null;

    public ReadOnlyMemory<byte> Buffer => head;

    /// <summary>Buffers the body, to its end or until there are more than <paramref name="most"/> bytes.</summary>
    /// <param name="body">The body.</param>
    /// <param name="length">Its length, if it is known.</param>
    /// <param name="most">At most <see cref="Limit"/>; 0: only the first chunk.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public static async ValueTask<BufferedBody> ReadAsync(Stream body, long? length, int most, CancellationToken cancellationToken)
    {
        var buffer = new byte[length is { } known && known <= most ? known + 1 : Piece];
        var count = 0;
        while (true)
        {
            var read = await body.ReadAsync(buffer.AsMemory(count), cancellationToken);
            if (read == 0)
                return new(buffer.AsMemory(0, count), null);
            count += read;
            if (count > most)
                return new(buffer.AsMemory(0, count), body);
            if (count == buffer.Length)
                Array.Resize(ref buffer, Math.Min(buffer.Length * 2, most + 1));
        }
    }

    public void Rewind() => _position = 0;

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var count = Math.Min(buffer.Length, head.Length - _position);
        if (count == 0 && buffer.Length > 0 && rest is not null)
            return rest.ReadAsync(buffer, cancellationToken);
        head.Slice(_position, count).CopyTo(buffer);
        _position += count;
        return new(count);
    }
}
