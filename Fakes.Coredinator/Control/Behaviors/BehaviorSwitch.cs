namespace Fakes.Control.Behaviors;

/// <summary>The behaviour in force, if any; each PUT replaces it whole and starts its counters afresh.</summary>
internal sealed class BehaviorSwitch
{
    private volatile ActiveBehavior? _current;

    public ActiveBehavior? Current => _current;

    public ActiveBehavior Set(Behavior behavior) => _current = new ActiveBehavior(behavior);

    public void Clear() => _current = null;

    public Behavior? For(HttpContext context) =>
        _current is { } active && active.Befalls(context.Request.Path) ? active.Behavior : null;
}
