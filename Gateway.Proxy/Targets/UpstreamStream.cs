using System.Runtime.CompilerServices;
using Gateway.Proxy.Http;

namespace Gateway.Proxy.Targets;

/// <summary>One HTTP/1.1 connection to an upstream, between the handler and the network.</summary>
/// <remarks>
/// It does two things that the handler does not. A connection that ends before the first byte of a response is an error and
/// prevents SocketsHttpHandler's automatic retry: only the attempt loop decides on retries. And a large request body is sent
/// while the response is already read (<see cref="UploadContent"/>).
/// </remarks>
internal sealed class UpstreamStream(Stream inner) : AsyncStream
{
    [ThreadStatic]
    private static UpstreamStream? _lastWritten;

    [ThreadStatic]
    private static bool _discardNext;

    private long _discard;
    private volatile bool _awaitsResponse;
    private volatile bool _isUpgraded;
    private volatile bool _isUnusable;
    private volatile Task? _upload;

    public override bool CanRead => true;

    public override bool CanWrite => true;

    /// <summary>Forgets which connection this thread has written to.</summary>
    public static void ForgetLastWritten() => _lastWritten = null;

    /// <summary>The connection that this thread has written to since <see cref="ForgetLastWritten"/>.</summary>
    public static UpstreamStream? LastWritten => _lastWritten;

    /// <summary>Whether what this thread writes next, to whichever connection, is not sent.</summary>
    public static void DiscardNext(bool discard) => _discardNext = discard;

    /// <summary>The next <paramref name="count"/> bytes that the handler writes are not sent.</summary>
    public void Discard(long count) => _discard = count;

    /// <summary>An upload starts to write directly: until it is complete, the handler must not start another request on this connection.</summary>
    public void BeginUpload(Func<Task> send)
    {
        _isUnusable = true;
        _upload = send();
    }

    /// <summary>Writes a chunk of an upload.</summary>
    public ValueTask UploadAsync(ReadOnlyMemory<byte> piece, CancellationToken cancellationToken) => inner.WriteAsync(piece, cancellationToken);

    /// <summary>The upload is complete: the connection may be reused when the response has ended.</summary>
    public void EndUpload() => _isUnusable = false;

    /// <summary>Closes the connection; its reader gets an error.</summary>
    public void Abort() => inner.Dispose();

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var reading = inner.ReadAsync(buffer, cancellationToken);
        return reading.IsCompletedSuccessfully ? new(Received(reading.Result, buffer)) : AwaitAsync(reading, buffer);
    }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        _lastWritten = this;
        if (_discard > 0 || _discardNext)
        {
            if (_discardNext)
                _discardNext = false;
            else
                _discard -= buffer.Length;
            return default;
        }

        if (_isUnusable)
            return WriteAfterUploadAsync(buffer, cancellationToken);
        _awaitsResponse = true;
        return inner.WriteAsync(buffer, cancellationToken);
    }

    public override Task FlushAsync(CancellationToken cancellationToken) => inner.FlushAsync(cancellationToken);

    public override void Flush() => inner.Flush();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            inner.Dispose();
        base.Dispose(disposing);
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<int> AwaitAsync(ValueTask<int> reading, Memory<byte> buffer) => Received(await reading.ConfigureAwait(false), buffer);

    // A response may end just before the upload notices its own end.
    private async ValueTask WriteAfterUploadAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken)
    {
        if (_upload is { } upload)
            await upload.WaitAsync(cancellationToken);
        if (_isUnusable)
            throw new RequestNotSentException();
        _awaitsResponse = true;
        await inner.WriteAsync(buffer, cancellationToken);
    }

    private int Received(int count, Memory<byte> buffer)
    {
        if (count > 0)
        {
            if (_awaitsResponse)
            {
                _awaitsResponse = false;
                _isUpgraded = BeginsWithSwitch(buffer.Span[..count]);
            }
        }
        else if (buffer.Length > 0)
        {
            // An upgraded connection is not the handler's any more: it may end at any time.
            if (_awaitsResponse && !_isUpgraded)
                throw new HttpIOException(HttpRequestError.ResponseEnded, "The upstream closed the connection before it sent a response.");

            // The connection closed while idle: a request that the handler starts on it is not sent.
            _isUnusable = true;
        }

        return count;
    }

    // Too few bytes to know the status: it may be an upgrade (101).
    private static bool BeginsWithSwitch(ReadOnlySpan<byte> received)
    {
        var status = "HTTP/1.1 101"u8;
        return received.StartsWith(status[..Math.Min(status.Length, received.Length)]);
    }
}
