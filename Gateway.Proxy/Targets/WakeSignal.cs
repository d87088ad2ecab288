namespace Gateway.Proxy.Targets;

/// <summary>Wakes the one loop that waits for it.</summary>
internal sealed class WakeSignal
{
    private volatile TaskCompletionSource _set = New();

    public void Set() => _set.TrySetResult();

    /// <summary>Waits until <see cref="Set"/> is called, <paramref name="limit"/> is over or <paramref name="stopping"/> is cancelled.</summary>
    public async Task WaitAsync(TimeSpan limit, TimeProvider time, CancellationToken stopping)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        await Task.WhenAny(_set.Task, Task.Delay(limit, time, over.Token));
        await over.CancelAsync();

        // A signal between here and the next wait is covered by the caller's own check.
        if (_set.Task.IsCompleted)
            _set = New();
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
