namespace Gateway.Proxy.Targets.Statistics;

/// <summary>Counts a target's attempts over a sliding minute, in slots of one second. Memory is allocated when an attempt first needs it, at most 32 KiB.</summary>
/// <remarks>
/// Counting takes a lock only for the first attempt of a second. An expired slot is used again: it is cleared once, under the lock, before
/// any attempt counts in it, so that no count is lost.
/// </remarks>
internal sealed class AttemptStatistics(TimeProvider time)
{
    /// <summary>The length of the window.</summary>
    public const int Seconds = 60;

    private readonly long _began = time.GetTimestamp();
    private readonly Lock _lock = new();
    private AttemptSlot?[] _slots = [];

    /// <summary>An attempt has the endpoint's response.</summary>
    /// <param name="status">Its status.</param>
    /// <param name="latency">The time from the attempt's begin to the response's headers.</param>
    public void RecordResponse(int status, TimeSpan latency)
    {
        var slot = Current();
        slot.Count(Math.Clamp(status / 100, 1, AttemptSlot.Classes) - 1);
        slot.Count(AttemptSlot.Latencies + LatencyScale.IndexOf(latency));
    }

    /// <summary>An attempt failed without a response.</summary>
    public void RecordFailure() => Current().Count(AttemptSlot.Failures);

    /// <summary>The last minute.</summary>
    public AttemptSummary Summarize()
    {
        var sums = new long[AttemptSlot.Length];
        lock (_lock)
        {
            var oldest = Second - Seconds;
            foreach (var slot in _slots)
            {
                if (slot?.Second > oldest)
                    slot.AddTo(sums);
            }
        }

        return new(sums, Math.Clamp(time.GetElapsedTime(_began).TotalSeconds, 1, Seconds));
    }

    private long Second => time.GetTimestamp() / time.TimestampFrequency;

    private AttemptSlot Current()
    {
        var second = Second;
        var slots = Volatile.Read(ref _slots);
        return slots.Length > 0 && slots[second % Seconds] is { } slot && slot.Second == second ? slot : Begin(second);
    }

    private AttemptSlot Begin(long second)
    {
        lock (_lock)
        {
            if (_slots.Length == 0)
                Volatile.Write(ref _slots, new AttemptSlot?[Seconds]);
            ref var slot = ref _slots[second % Seconds];
            if (slot is null)
                Volatile.Write(ref slot, new(second));

            // A thread that was delayed for a whole minute counts in the newer second.
            else if (slot.Second < second)
                slot.Restart(second);
            return slot;
        }
    }
}
