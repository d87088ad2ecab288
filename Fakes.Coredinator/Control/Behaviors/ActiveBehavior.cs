using System.Text.Json;

namespace Fakes.Control.Behaviors;

/// <summary>A behaviour in force: decides, exactly and without a lock, which requests it befalls.</summary>
internal sealed class ActiveBehavior(Behavior behavior)
{
    private long _left = behavior.FailNext ?? 0;
    private long _seen;

    public Behavior Behavior => behavior;

    public bool Befalls(PathString path)
    {
        if (!(path.Value ?? "/").StartsWith(behavior.PathPrefix, StringComparison.Ordinal)) return false;
        if (behavior.EveryNth is { } nth && Interlocked.Increment(ref _seen) % nth != 0) return false;
        return behavior.FailNext is null || Interlocked.Decrement(ref _left) >= 0;
    }

    /// <summary>What was put, with <c>failNext</c> counted down.</summary>
    public IReadOnlyDictionary<string, JsonElement> Describe()
    {
        var keys = new Dictionary<string, JsonElement>(behavior.Source);
        if (behavior.FailNext is not null)
            keys["failNext"] = JsonSerializer.SerializeToElement(Math.Max(0, Interlocked.Read(ref _left)));
        return keys;
    }
}
