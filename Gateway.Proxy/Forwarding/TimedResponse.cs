using System.Net;
using System.Runtime.CompilerServices;

namespace Gateway.Proxy.Forwarding;

/// <summary>Reads a response's body, of which each piece must come in time. While the client takes what came, the upstream's time stands still.</summary>
/// <remarks>Belongs to a pooled exchange, and serves one response after the other.</remarks>
internal sealed class TimedResponse : ReadOnlyStream
{
    private readonly Deadline _deadline;
    private readonly Task<Stream> _self;
    private Stream _body = Null;
    private TimeSpan _limit;

    public TimedResponse(Deadline deadline)
    {
        _deadline = deadline;
        _self = Task.FromResult<Stream>(this);
    }

    /// <summary>The body with a limit to the time between two pieces.</summary>
    public HttpContent Limit(HttpContent body, TimeSpan limit)
    {
        _limit = limit;
        return new Content(body, this);
    }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var reading = _body.ReadAsync(buffer, cancellationToken);
        return reading.IsCompletedSuccessfully ? reading : AwaitAsync(reading);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _body.Dispose();
            _body = Null;
        }

        base.Dispose(disposing);
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<int> AwaitAsync(ValueTask<int> reading)
    {
        _deadline.BeginPhase(RequestPhase.ReadingBody, _limit);
        var count = await reading;
        _deadline.EndPhase();
        return count;
    }

    private sealed class Content(HttpContent body, TimedResponse timed) : HttpContent
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
