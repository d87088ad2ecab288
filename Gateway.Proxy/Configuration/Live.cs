namespace Gateway.Proxy.Configuration;

/// <summary>The current value of a setting. A change of the configuration replaces it atomically while requests read it.</summary>
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

    // Replacing a reference is atomic, whatever the size of the value.
    private sealed record Box(T Value);
}
