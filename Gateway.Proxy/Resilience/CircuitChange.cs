namespace Gateway.Proxy.Resilience;

/// <summary>A circuit's new state and its cause.</summary>
/// <param name="State">The state.</param>
/// <param name="Cause">Why the circuit has it.</param>
/// <param name="Failure">The failure that opened the circuit; null when none did.</param>
/// <param name="Break">How long the circuit stays open.</param>
/// <param name="Failures">How many of the last <paramref name="Attempts"/> failed, when they opened the circuit.</param>
/// <param name="Attempts">How many attempts the decision to open the circuit is based on.</param>
internal readonly record struct CircuitChange(CircuitState State, CircuitChangeCause Cause, AttemptOutcome? Failure = null, TimeSpan Break = default, int Failures = 0, int Attempts = 0);
