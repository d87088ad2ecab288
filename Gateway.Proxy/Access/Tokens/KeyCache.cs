using System.Collections.Concurrent;
using Gateway.Proxy.Diagnostics;

namespace Gateway.Proxy.Access.Tokens;

/// <summary>The current keys of one source. One background fetch serves all waiting requests; a request waits at most two seconds.</summary>
internal sealed partial class KeyCache(KeySource source, TimeProvider time, ILogger logger)
{
    private const int MaxRefused = 1000;
    private const int MaxKeyId = 256;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan FetchLimit = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan RefusedFor = TimeSpan.FromSeconds(5);

    private readonly Lock _lock = new();
    private readonly ConcurrentDictionary<string, long> _refused = new();
    private volatile KeyFetch? _fetch;
    private volatile Loaded? _loaded;
    private volatile string? _error;

    public TimeSpan RetryAfter => source.Interval;

    public KeyStatus Status => new(_loaded is null ? "unavailable" : _error is null ? "current" : "stale", _loaded?.At, _error);

    /// <summary>The keys to validate a token with; null when they are unavailable.</summary>
    /// <param name="keyId">The key that the token names. An unknown key may be new: the request waits for one fetch.</param>
    public ValueTask<KeySet?> GetAsync(string? keyId)
    {
        if (_loaded is not { } loaded || !loaded.Keys.Has(keyId))
            return WaitForAsync(keyId, time.GetTimestamp());
        var age = time.GetElapsedTime(loaded.Fetched);
        if (age < source.RefreshAfter)
            return new(loaded.Keys);

        // While the source fails, the last good keys stay in use, and no request waits.
        var fetch = Begin();
        return age < source.StaleAfter || _error is not null ? new(loaded.Keys) : RefreshAsync(fetch, loaded, keyId);
    }

    /// <summary>Fetches the keys, unless a fetch is in progress or has just ended.</summary>
    public KeyFetch Begin()
    {
        lock (_lock)
        {
            if (_fetch is { } latest && (!latest.Succeeded.IsCompleted || time.GetElapsedTime(latest.Begun) < source.Interval))
                return latest;
            return _fetch = new(time.GetTimestamp(), Task.Run(FetchAsync));
        }
    }

    private async ValueTask<KeySet?> RefreshAsync(KeyFetch fetch, Loaded before, string? keyId)
    {
        await EndsInTimeAsync(fetch, fetch.Begun);
        var keys = (_loaded ?? before).Keys;
        return keys.Has(keyId) ? keys : await WaitForAsync(keyId, fetch.Begun);
    }

    private async ValueTask<KeySet?> WaitForAsync(string? keyId, long asked)
    {
        if (keyId is not null && _loaded is not null && WasRefused(keyId))
            return _error is null ? _loaded?.Keys : null;

        while (true)
        {
            var fetch = Begin();
            if (!await EndsInTimeAsync(fetch, asked) || !await fetch.Succeeded)
                return null;
            if (_loaded is not { } loaded || loaded.Keys.Has(keyId))
                return _loaded?.Keys;
            if (fetch.Begun >= asked)
            {
                Refuse(keyId!);
                return loaded.Keys;
            }

            // That fetch may have started before the key existed.
            var pause = source.Interval - time.GetElapsedTime(fetch.Begun);
            if (pause > TimeSpan.Zero)
                await Task.Delay(pause, time);
        }
    }

    private async ValueTask<bool> EndsInTimeAsync(KeyFetch fetch, long asked)
    {
        if (fetch.Succeeded.IsCompleted)
            return true;
        var left = Patience - time.GetElapsedTime(Math.Min(fetch.Begun, asked));
        if (left <= TimeSpan.Zero)
            return false;
        using CancellationTokenSource over = new();
        var first = await Task.WhenAny(fetch.Succeeded, Task.Delay(left, time, over.Token));
        await over.CancelAsync();
        return first == fetch.Succeeded;
    }

    private async Task<bool> FetchAsync()
    {
        try
        {
            using CancellationTokenSource limit = new(FetchLimit, time);
            var text = await source.FetchAsync(limit.Token);
            var keys = _loaded is { } before && before.Keys.Text == text ? before.Keys : KeySet.Parse(text);
            _loaded = new(keys, time.GetTimestamp(), time.GetUtcNow());
            if (_error is not null)
                LogRecovered(logger, source.Name);
            _error = null;
            return true;
        }
        catch (Exception exception) when (Failed(exception))
        {
            return false;
        }
    }

    // Catches everything: no caller observes the fetch's exception.
    private bool Failed(Exception exception)
    {
        var error = exception is OperationCanceledException ? $"no response within {FetchLimit.TotalSeconds} s" : exception.GetBaseException().Message.ReplaceLineEndings(" ");
        if (error == _error)
            return true;
        if (_loaded is { } loaded)
            LogStale(logger, source.Name, error, loaded.At);
        else
            LogUnavailable(logger, source.Name, error);
        _error = error;
        return true;
    }

    private bool WasRefused(string keyId) =>
        keyId.Length > MaxKeyId || (_refused.TryGetValue(keyId, out var at) && time.GetElapsedTime(at) < RefusedFor);

    private void Refuse(string keyId)
    {
        if (_refused.Count >= MaxRefused)
            _refused.Clear();
        _refused[keyId] = time.GetTimestamp();
    }

    [LoggerMessage(EventIds.KeysUnavailable, LogLevel.Error, "The keys of {Source} are unavailable: {Error}; until they are available, requests with tokens get 503 (keys_unavailable)", EventName = nameof(EventIds.KeysUnavailable))]
    private static partial void LogUnavailable(ILogger logger, string source, string error);

    [LoggerMessage(EventIds.KeysStale, LogLevel.Warning, "The keys of {Source} cannot be refreshed: {Error}; those that were fetched at {LoadedAt} stay in use", EventName = nameof(EventIds.KeysStale))]
    private static partial void LogStale(ILogger logger, string source, string error, DateTimeOffset loadedAt);

    [LoggerMessage(EventIds.KeysRecovered, LogLevel.Information, "The keys of {Source} are available again", EventName = nameof(EventIds.KeysRecovered))]
    private static partial void LogRecovered(ILogger logger, string source);

    private sealed record Loaded(KeySet Keys, long Fetched, DateTimeOffset At);
}
