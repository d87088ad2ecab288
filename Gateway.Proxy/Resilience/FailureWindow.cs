namespace Gateway.Proxy.Resilience;

/// <summary>Counts requests and failures of the last while, in ten slices. Counting takes no lock but when a slice begins.</summary>
internal sealed class FailureWindow(TimeSpan duration, TimeProvider time)
{
    private const int Slices = 10;

    private readonly long _sliceLength = Math.Max(1, (long)(duration.TotalSeconds * time.TimestampFrequency) / Slices);
    private readonly Slice[] _slices = [.. Enumerable.Range(0, Slices).Select(_ => new Slice())];

    public void CountSuccess() => Interlocked.Increment(ref Current().Successes);

    public void CountFailure() => Interlocked.Increment(ref Current().Failures);

    public (int Requests, int Failures) Sum()
    {
        var oldest = Number - Slices;
        var (requests, failures) = (0, 0);
        foreach (var slice in _slices)
        {
            if (slice.Number > oldest)
            {
                failures += slice.Failures;
                requests += slice.Failures + slice.Successes;
            }
        }

        return (requests, failures);
    }

    public void Clear()
    {
        foreach (var slice in _slices)
            slice.Begin(-1);
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
        public int Successes;
        public int Failures;
        private readonly Lock _lock = new();
        private long _number = -1;

        public long Number => Volatile.Read(ref _number);

        public void Begin(long number)
        {
            lock (_lock)
            {
                if (_number == number)
                    return;
                Successes = Failures = 0;
                Volatile.Write(ref _number, number);
            }
        }
    }
}
