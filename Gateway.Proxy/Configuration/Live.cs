namespace Gateway.Proxy.Configuration;

/// <summary>A setting in force, which a change of the configuration replaces in one step while requests read it.</summary>
/// <param name="value">The value at start.</param>
internal sealed class Live<T>(T value)
{
    private volatile Box _current = new(value);

    public T Current => _current.Value;

    /// <summary>Raised after each replacement.</summary>
    public event Action? Changed;

    public void Replace(T value)
    {
        _current = new(value);
        Changed?.Invoke();
    }

    // A reference is replaced in one step, whatever the size of the value.
    private sealed record Box(T Value);
}
