using System.Net;

namespace Gateway.Proxy.Forwarding;

/// <summary>A response's body of which each piece must come in time.</summary>
internal sealed class TimedAnswer(HttpContent body, TimeSpan limit, TimeProvider time) : HttpContent
{
    protected override async Task<Stream> CreateContentReadStreamAsync() => new Pieces(await body.ReadAsStreamAsync(), limit, time);

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

    private sealed class Pieces(Stream body, TimeSpan limit, TimeProvider time) : ReadOnlyStream
    {
        private readonly CancellationTokenSource _over = new(Timeout.InfiniteTimeSpan, time);
        private CancellationTokenSource? _either;

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            // Whoever copies the body reads with one token to the end.
            _either ??= CancellationTokenSource.CreateLinkedTokenSource(_over.Token, cancellationToken);
            var reading = body.ReadAsync(buffer, _either.Token);
            if (reading.IsCompletedSuccessfully)
                return await reading;

            _over.CancelAfter(limit);
            var count = await reading;
            _over.CancelAfter(Timeout.InfiniteTimeSpan);
            return count;
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing)
            {
                _either?.Dispose();
                _over.Dispose();
                body.Dispose();
            }

            base.Dispose(disposing);
        }
    }
}
