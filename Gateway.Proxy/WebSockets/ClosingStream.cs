using Gateway.Proxy.Http;

namespace Gateway.Proxy.WebSockets;

/// <summary>The client's side of a WebSocket. At shutdown, the client receives a close frame 1001 between two frames of the upstream.</summary>
/// <remarks>
/// The client responds with its own close frame, which is forwarded to the upstream as if the client had started: so both sides
/// close cleanly. Later data of the upstream is dropped, because nothing may follow a close frame.
/// </remarks>
internal sealed class ClosingStream : AsyncStream
{
    // FIN and close; two bytes: 1001, going away.
    private static readonly byte[] GoingAway = [0x88, 0x02, 0x03, 0xE9];

    private readonly Stream _inner;
    private readonly FrameTracker _frames = new();
    private readonly SemaphoreSlim _writing = new(1, 1);
    private readonly CancellationToken _closing;
    private readonly CancellationTokenRegistration _registration;
    private bool _closed;

    public ClosingStream(Stream inner, CancellationToken closing)
    {
        _inner = inner;
        _closing = closing;
        _registration = closing.UnsafeRegister(static state => _ = ((ClosingStream)state!).CloseBetweenFramesAsync(), this);
    }

    public override bool CanRead => true;

    public override bool CanWrite => true;

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => _inner.ReadAsync(buffer, cancellationToken);

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        await _writing.WaitAsync(cancellationToken);
        try
        {
            if (_closed)
                return;
            var closing = _closing.IsCancellationRequested;
            var length = _frames.Follow(buffer.Span, stopAtBoundary: closing);
            await _inner.WriteAsync(buffer[..length], cancellationToken);
            if (closing && _frames.IsAtBoundary)
                await CloseAsync();
        }
        finally
        {
            _writing.Release();
        }
    }

    public override Task FlushAsync(CancellationToken cancellationToken) => _inner.FlushAsync(cancellationToken);

    public override async ValueTask DisposeAsync()
    {
        await _registration.DisposeAsync();
        await _inner.DisposeAsync();
        _writing.Dispose();
        await base.DisposeAsync();
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _registration.Dispose();
            _inner.Dispose();
            _writing.Dispose();
        }

        base.Dispose(disposing);
    }

    private async Task CloseBetweenFramesAsync()
    {
        try
        {
            await _writing.WaitAsync();
            try
            {
                if (_frames.IsAtBoundary)
                    await CloseAsync();
            }
            finally
            {
                _writing.Release();
            }
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException or OperationCanceledException)
        {
            // The connection has already ended.
        }
    }

    private async Task CloseAsync()
    {
        if (_closed || _frames.HasClosed)
            return;
        _closed = true;
        await _inner.WriteAsync(GoingAway);
        await _inner.FlushAsync();
    }
}
