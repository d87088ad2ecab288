using System.Text.Json;

namespace Fakes.Shared.Control;

/// <summary>The behaviour in force, if any; each PUT replaces it whole and starts its counters afresh.</summary>
internal sealed class BehaviorSwitch
{
    private volatile ActiveBehavior? _current;

    public ActiveBehavior? Current => _current;

    public ActiveBehavior Set(Behavior behavior) => _current = new ActiveBehavior(behavior);

    public void Clear() => _current = null;

    public Behavior? For(HttpContext context) =>
        _current is { } active && active.AppliesTo(context.Request.Path) ? active.Behavior : null;
}

/// <summary>A behaviour in force: counts exactly, and without a lock, which requests it applies to.</summary>
internal sealed class ActiveBehavior(Behavior behavior)
{
    private long _left = behavior.FailNext ?? 0;
    private long _seen;

    public Behavior Behavior => behavior;

    public bool AppliesTo(PathString path)
    {
        if (!(path.Value ?? "/").StartsWith(behavior.PathPrefix, StringComparison.Ordinal)) return false;
        if (behavior.EveryNth is { } nth && Interlocked.Increment(ref _seen) % nth != 0) return false;
        return behavior.FailNext is null || Interlocked.Decrement(ref _left) >= 0;
    }

    /// <summary>The keys as they were put, with <c>failNext</c> counted down.</summary>
    public IReadOnlyDictionary<string, JsonElement> Describe()
    {
        var keys = new Dictionary<string, JsonElement>(behavior.Source);
        if (behavior.FailNext is not null)
            keys["failNext"] = JsonSerializer.SerializeToElement(Math.Max(0, Interlocked.Read(ref _left)));
        return keys;
    }
}
