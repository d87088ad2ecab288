using System.Net;
using System.Runtime.CompilerServices;
using Gateway.Proxy.Http;

namespace Gateway.Proxy.Forwarding;

/// <summary>Reads a response body with a timeout for each read. The timeout is suspended while the client receives data.</summary>
/// <remarks>Belongs to a pooled request, and is reused for each response.</remarks>
internal sealed class TimedResponseBody : ReadOnlyStream
{
    private readonly Deadline _deadline;
    private readonly Task<Stream> _self;
    private Stream _body = Null;
    private TimeSpan _limit;
    private CancellationToken _closing;
    private CancellationTokenSource? _reading;
    private CancellationToken _reader;

    public TimedResponseBody(Deadline deadline)
    {
        _deadline = deadline;
        _self = Task.FromResult<Stream>(this);
    }

    /// <summary>Whether the gateway ended the body at shutdown, before the upstream did.</summary>
    public bool WasClosed { get; set; }

    /// <summary>The body with a timeout for each read.</summary>
    /// <param name="body">The upstream's.</param>
    /// <param name="limit">The limit.</param>
    /// <param name="closing">Ends the body gracefully when cancelled.</param>
    public HttpContent Limit(HttpContent body, TimeSpan limit, CancellationToken closing)
    {
        _limit = limit;
        _closing = closing;
        WasClosed = false;
        return new Content(body, this);
    }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_closing.CanBeCanceled)
            return ReadUntilClosingAsync(buffer, cancellationToken);
        var reading = _body.ReadAsync(buffer, cancellationToken);
        return reading.IsCompletedSuccessfully ? reading : AwaitAsync(reading);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _body.Dispose();
            _body = Null;
            _reading?.Dispose();
            _reading = null;
        }

        base.Dispose(disposing);
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<int> AwaitAsync(ValueTask<int> reading)
    {
        _deadline.BeginPhase(RequestPhase.ReceivingResponseBody, _limit);
        var count = await reading;
        _deadline.EndPhase();
        return count;
    }

    private async ValueTask<int> ReadUntilClosingAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        // One timer for all reads of a body.
        if (_reading is null || _reader != cancellationToken)
        {
            _reading?.Dispose();
            _reading = CancellationTokenSource.CreateLinkedTokenSource(_reader = cancellationToken, _closing);
        }

        try
        {
            return await AwaitAsync(_body.ReadAsync(buffer, _reading.Token));
        }
        catch (OperationCanceledException) when (_closing.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            WasClosed = true;
            return 0;
        }
    }

    private sealed class Content(HttpContent body, TimedResponseBody timed) : HttpContent
    {
        protected override Task<Stream> CreateContentReadStreamAsync()
        {
            timed._body = body.ReadAsStream();
            return timed._self;
        }

        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => throw new NotSupportedException("It is read, not written.");

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing)
                body.Dispose();
            base.Dispose(disposing);
        }
    }
}
