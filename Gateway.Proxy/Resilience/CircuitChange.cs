namespace Gateway.Proxy.Resilience;

/// <summary>A circuit's new state and its cause.</summary>
/// <param name="State">The state.</param>
/// <param name="Reason">The failure that opened the circuit; <see cref="FailureReason.None"/> when none did.</param>
/// <param name="Break">How long the circuit stays open.</param>
internal readonly record struct CircuitChange(CircuitState State, FailureReason Reason = FailureReason.None, TimeSpan Break = default);
