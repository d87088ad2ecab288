using System.Buffers;
using System.Buffers.Text;
using Gateway.Proxy.Http;

namespace Gateway.Proxy.Targets;

/// <summary>Writes a request's body to a connection, in chunks (RFC 9112 section 7.1) when its length is not known.</summary>
internal sealed class UploadStream(UpstreamStream connection, bool isChunked) : AsyncStream
{
    /// <summary>Ends a chunked body.</summary>
    public static readonly byte[] LastChunk = [.. "0\r\n\r\n"u8];

    private const int MostFraming = 16;

    public override bool CanRead => false;

    public override bool CanWrite => true;

    /// <summary>Whether the upstream failed to accept a chunk.</summary>
    public bool HasFailed { get; private set; }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        try
        {
            if (!isChunked)
                await connection.UploadAsync(buffer, cancellationToken);
            else if (!buffer.IsEmpty)
                await WriteChunkAsync(buffer, cancellationToken);
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException)
        {
            HasFailed = true;
            throw;
        }
    }

    /// <summary>Completes the body.</summary>
    public ValueTask EndAsync(CancellationToken cancellationToken) => isChunked ? connection.UploadAsync(LastChunk, cancellationToken) : default;

    // Nothing is buffered here: every write goes to the connection.
    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private async ValueTask WriteChunkAsync(ReadOnlyMemory<byte> piece, CancellationToken cancellationToken)
    {
        var chunk = ArrayPool<byte>.Shared.Rent(piece.Length + MostFraming);
        try
        {
            Utf8Formatter.TryFormat(piece.Length, chunk, out var count, 'x');
            "\r\n"u8.CopyTo(chunk.AsSpan(count));
            piece.CopyTo(chunk.AsMemory(count + 2));
            "\r\n"u8.CopyTo(chunk.AsSpan(count + 2 + piece.Length));
            await connection.UploadAsync(chunk.AsMemory(0, count + piece.Length + 4), cancellationToken);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(chunk);
        }
    }
}
