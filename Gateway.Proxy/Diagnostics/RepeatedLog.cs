using System.Collections.Concurrent;

namespace Gateway.Proxy.Diagnostics;

/// <summary>Rate-limits a log event that may occur with every request: the first one is written at once, further ones once a second with their count.</summary>
/// <typeparam name="TKey">Identifies an event. The number of keys must be bounded.</typeparam>
/// <typeparam name="TDetail">What differs between occurrences of one event. A line has that of the latest.</typeparam>
/// <param name="time">The clock. A timer exists only while an event repeats.</param>
/// <param name="write">Writes the event, its detail and its count.</param>
internal sealed class RepeatedLog<TKey, TDetail>(TimeProvider time, Action<TKey, TDetail, int> write)
    where TKey : notnull
    where TDetail : class
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<TKey, Repetition> _repeating = new();

    public void Write(TKey key, TDetail detail)
    {
        while (true)
        {
            if (_repeating.TryGetValue(key, out var known))
            {
                if (known.TryCount(detail))
                    return;
                _repeating.TryRemove(new(key, known));
            }

            Repetition first = new(detail);
            if (!_repeating.TryAdd(key, first))
                continue;
            write(key, detail, 1);
            first.Start(this, key);
            return;
        }
    }

    /// <summary>Writes the counts that are not written yet, before the process ends.</summary>
    public void Flush()
    {
        foreach (var (key, repetition) in _repeating)
            Tell(key, repetition.Latest, repetition.End());
        _repeating.Clear();
    }

    private void Tell(TKey key, TDetail detail, int count)
    {
        if (count > 0)
            write(key, detail, count);
    }

    private sealed class Repetition(TDetail first)
    {
        private const int Ended = -1;

        private volatile TDetail _latest = first;
        private int _count;
        private ITimer? _timer;

        public TDetail Latest => _latest;

        public void Start(RepeatedLog<TKey, TDetail> log, TKey key)
        {
            // The timer must not capture the ExecutionContext (activity, log scopes) of the request that creates it.
            using var none = ExecutionContext.IsFlowSuppressed() ? default : ExecutionContext.SuppressFlow();
            _timer = log.CreateTimer(() => Next(log, key));
        }

        /// <summary>False when the repetition has ended: the next event counts as the first.</summary>
        public bool TryCount(TDetail detail)
        {
            var count = Volatile.Read(ref _count);
            while (count != Ended)
            {
                var before = Interlocked.CompareExchange(ref _count, count + 1, count);
                if (before == count)
                {
                    _latest = detail;
                    return true;
                }

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

        private void Next(RepeatedLog<TKey, TDetail> log, TKey key)
        {
            // A second without the event: it no longer repeats.
            if (Interlocked.CompareExchange(ref _count, Ended, 0) is 0 or Ended)
            {
                _timer?.Dispose();
                log._repeating.TryRemove(new(key, this));
                return;
            }

            log.Tell(key, _latest, Interlocked.Exchange(ref _count, 0));
            _timer?.Change(Interval, Timeout.InfiniteTimeSpan);
        }
    }

    private ITimer CreateTimer(Action next) => time.CreateTimer(static next => ((Action)next!)(), next, Interval, Timeout.InfiniteTimeSpan);
}
