namespace Gateway.Proxy.Resilience;

/// <summary>Counts successes and failures in a sliding window of ten slices. Counting takes a lock only when a slice begins.</summary>
internal sealed class SlidingWindow(TimeSpan duration, TimeProvider time)
{
    private const int Slices = 10;

    private readonly long _sliceLength = Math.Max(1, time.ToTimestamps(duration) / Slices);
    private readonly Slice[] _slices = [.. Enumerable.Range(0, Slices).Select(_ => new Slice())];

    public void RecordSuccess() => Interlocked.Increment(ref Current().Good);

    public void RecordFailure() => Interlocked.Increment(ref Current().Bad);

    public (int Good, int Bad) Sum()
    {
        var oldest = Number - Slices;
        var (good, bad) = (0, 0);
        foreach (var slice in _slices)
        {
            if (slice.Number > oldest)
            {
                good += slice.Good;
                bad += slice.Bad;
            }
        }

        return (good, bad);
    }

    public void Clear()
    {
        foreach (var slice in _slices)
            slice.Clear();
    }

    private long Number => time.GetTimestamp() / _sliceLength;

    private Slice Current()
    {
        var number = Number;
        var slice = _slices[number % Slices];
        if (slice.Number != number)
            slice.Begin(number);
        return slice;
    }

    private sealed class Slice
    {
        public int Good;
        public int Bad;
        private readonly Lock _lock = new();
        private long _number = -1;

        public long Number => Volatile.Read(ref _number);

        public void Clear()
        {
            lock (_lock)
            {
                Good = Bad = 0;
                Volatile.Write(ref _number, -1);
            }
        }

        public void Begin(long number)
        {
            lock (_lock)
            {
                // A thread that was delayed for a whole window must not reset the slice to an older time.
                if (_number >= number)
                    return;
                Good = Bad = 0;
                Volatile.Write(ref _number, number);
            }
        }
    }
}
