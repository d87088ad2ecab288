namespace Fakes.Shared.Control;

/// <summary>What arrived: all are counted, the newest are kept.</summary>
internal sealed class RequestLog
{
    private volatile Ledger _ledger = new();

    public void Add(RecordedRequest request) => _ledger.Add(request);

    public (long Count, IReadOnlyList<RecordedRequest> Requests) Read() => _ledger.Read();

    // A whole new ledger: a request that arrives meanwhile is in the old one or in the new one, never half in each.
    public void Clear() => _ledger = new Ledger();

    private sealed class Ledger
    {
        private const int Kept = 1000;
        private readonly RecordedRequest?[] _ring = new RecordedRequest?[Kept];
        private long _count;

        public void Add(RecordedRequest request) =>
            Volatile.Write(ref _ring[(Interlocked.Increment(ref _count) - 1) % Kept], request);

        public (long Count, IReadOnlyList<RecordedRequest> Requests) Read()
        {
            var count = Interlocked.Read(ref _count);
            var requests = new List<RecordedRequest>();
            for (var i = Math.Max(0, count - Kept); i < count; i++)
            {
                // Counted, but not yet stored: it shows the next time.
                if (Volatile.Read(ref _ring[i % Kept]) is { } request) requests.Add(request);
            }

            return (count, requests);
        }
    }
}
