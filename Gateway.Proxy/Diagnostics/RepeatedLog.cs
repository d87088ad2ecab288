using System.Collections.Concurrent;

namespace Gateway.Proxy.Diagnostics;

/// <summary>Rate-limits a log event that may occur with every request: the first one is written at once, further ones once a second with their count.</summary>
/// <typeparam name="TKey">Identifies an event. The number of keys must be bounded.</typeparam>
/// <param name="time">The clock. A timer exists only while an event repeats.</param>
/// <param name="write">Writes the event and its count.</param>
internal sealed class RepeatedLog<TKey>(TimeProvider time, Action<TKey, int> write)
    where TKey : notnull
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<TKey, Repetition> _repeating = new();

    public void Write(TKey key)
    {
        while (true)
        {
            if (_repeating.TryGetValue(key, out var known))
            {
                if (known.TryCount())
                    return;
                _repeating.TryRemove(new(key, known));
            }

            Repetition first = new();
            if (!_repeating.TryAdd(key, first))
                continue;
            write(key, 1);
            first.Start(this, key);
            return;
        }
    }

    /// <summary>Writes the counts that are not written yet, before the process ends.</summary>
    public void Flush()
    {
        foreach (var (key, repetition) in _repeating)
            Tell(key, repetition.End());
        _repeating.Clear();
    }

    private void Tell(TKey key, int count)
    {
        if (count > 0)
            write(key, count);
    }

    private sealed class Repetition
    {
        private const int Ended = -1;

        private int _count;
        private ITimer? _timer;

        public void Start(RepeatedLog<TKey> log, TKey key)
        {
            // The timer must not capture the ExecutionContext (activity, log scopes) of the request that creates it.
            using var none = ExecutionContext.IsFlowSuppressed() ? default : ExecutionContext.SuppressFlow();
            _timer = log.CreateTimer(() => Next(log, key));
        }

        /// <summary>False when the repetition has ended: the next event counts as the first.</summary>
        public bool TryCount()
        {
            var count = Volatile.Read(ref _count);
            while (count != Ended)
            {
                var before = Interlocked.CompareExchange(ref _count, count + 1, count);
                if (before == count)
                    return true;
                count = before;
            }

            return false;
        }

        /// <returns>How many were counted.</returns>
        public int End()
        {
            _timer?.Dispose();
            return Interlocked.Exchange(ref _count, Ended);
        }

        private void Next(RepeatedLog<TKey> log, TKey key)
        {
            // A second without the event: it no longer repeats.
            if (Interlocked.CompareExchange(ref _count, Ended, 0) is 0 or Ended)
            {
                _timer?.Dispose();
                log._repeating.TryRemove(new(key, this));
                return;
            }

            log.Tell(key, Interlocked.Exchange(ref _count, 0));
            _timer?.Change(Interval, Timeout.InfiniteTimeSpan);
        }
    }

    private ITimer CreateTimer(Action next) => time.CreateTimer(static next => ((Action)next!)(), next, Interval, Timeout.InfiniteTimeSpan);
}
