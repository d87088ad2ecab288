namespace Gateway.Proxy.Resilience;

/// <summary>The permit with which a request reports its outcome to the circuit. It is valid until the circuit changes its state. <c>default</c>: no permit.</summary>
/// <param name="Value">The circuit's number of changes so far, from 1, and its state in the lowest bits; 0: no permit.</param>
internal readonly record struct CircuitPermit(long Value)
{
    private const int StateBits = 2;

    /// <summary>No permit: the circuit rejects the request.</summary>
    public bool IsNone => Value == 0;

    /// <summary>Whether it is the probe permit of a half-open circuit.</summary>
    public bool IsProbe => State == CircuitState.HalfOpen;

    public CircuitState State => (CircuitState)(Value & ((1 << StateBits) - 1));

    /// <summary>The first permit of a closed circuit.</summary>
    public static CircuitPermit First => new((1L << StateBits) | (long)CircuitState.Closed);

    /// <summary>The permit after a change of the circuit.</summary>
    public CircuitPermit Next(CircuitState state) => new((((Value >> StateBits) + 1) << StateBits) | (long)state);
}
