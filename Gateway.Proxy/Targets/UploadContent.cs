using System.Net;

namespace Gateway.Proxy.Targets;

/// <summary>A large request body that is sent while the response is already read, over HTTP/1.1 too.</summary>
/// <remarks>
/// Over HTTP/1.1 the handler reads nothing before it has sent the whole body: an upstream that responds early would get a
/// broken connection. So the handler believes that the body is sent, what it writes in its place is discarded, and the body is written to
/// the connection beside it. HTTP/2 needs none of this.
/// </remarks>
internal sealed class UploadContent : HttpContent
{
    /// <summary>Bodies up to this many bytes fit into the socket's buffer and are left to the handler.</summary>
    public const int Threshold = 64 * 1024;

    private static readonly byte[] Placeholder = new byte[1 << 20];

    private readonly HttpContent _body;
    private readonly bool _expectsContinue;
    private readonly CancellationToken _sending;

    /// <param name="body">The body.</param>
    /// <param name="expectsContinue">Whether the request has <c>Expect: 100-continue</c>: the handler has then sent the head before it asks for the body.</param>
    /// <param name="sending">The token with which the request is sent: over HTTP/1.1 the handler passes the same one on.</param>
    public UploadContent(HttpContent body, bool expectsContinue, CancellationToken sending)
    {
        _body = body;
        _expectsContinue = expectsContinue;
        _sending = sending;
        foreach (var (name, values) in body.Headers.NonValidated)
            Headers.TryAddWithoutValidation(name, values);
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        if (cancellationToken != _sending)
        {
            await _body.CopyToAsync(stream, context, cancellationToken);
            return;
        }

        // The flush writes the head to the connection on this thread, which identifies the connection.
        UpstreamStream.ForgetLastWritten();
        var writing = stream.FlushAsync(cancellationToken);
        var connection = UpstreamStream.LastWritten;
        await writing;
        var length = Headers.ContentLength;
        var discarded = 0L;
        if (connection is null && _expectsContinue)
            (connection, discarded) = await FindAsync(stream, length, cancellationToken);
        if (connection is null)
        {
            await _body.CopyToAsync(stream, context, cancellationToken);
            return;
        }

        connection.BeginUpload(() => SendAsync(connection, length is null, cancellationToken));

        // In a chunked body the handler ends with the last chunk; else it counts what is written.
        connection.Discard(length - discarded ?? UploadStream.LastChunk.Length);
        for (var left = length - discarded ?? 0; left > 0; left -= Math.Min(left, Placeholder.Length))
            await stream.WriteAsync(Placeholder.AsMemory(0, (int)Math.Min(left, Placeholder.Length)), cancellationToken);
    }

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _body.Dispose();
        base.Dispose(disposing);
    }

    // The head was written earlier: something that is discarded shows the connection.
    private static async ValueTask<(UpstreamStream? Connection, long Discarded)> FindAsync(Stream stream, long? length, CancellationToken cancellationToken)
    {
        UpstreamStream.DiscardNext(true);
        var writing = stream.WriteAsync(Placeholder.AsMemory(0, 1), cancellationToken).AsTask();
        var flushing = stream.FlushAsync(cancellationToken);
        UpstreamStream.DiscardNext(false);
        var connection = UpstreamStream.LastWritten;
        await writing;
        await flushing;
        return (connection, length is null ? 0 : 1);
    }

    private async Task SendAsync(UpstreamStream connection, bool isChunked, CancellationToken cancellationToken)
    {
        UploadStream upload = new(connection, isChunked);
        try
        {
            await _body.CopyToAsync(upload, cancellationToken);
            if (upload.HasFailed)
            {
                // The upstream accepts no more data. It may have sent a response: that is read first, and its reader closes the connection.
                cancellationToken.UnsafeRegister(static state => ((UpstreamStream)state!).Abort(), connection);
                return;
            }

            await upload.EndAsync(cancellationToken);
            connection.EndUpload();
        }
        catch (Exception exception) when (exception is IOException or HttpRequestException or OperationCanceledException or ObjectDisposedException)
        {
            // The copying code reports the cause. Close the connection, so that the upstream detects a truncated body.
            connection.Abort();
        }
    }
}
