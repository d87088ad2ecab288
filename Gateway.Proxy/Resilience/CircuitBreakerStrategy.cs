using Gateway.Proxy.Forwarding;
using Polly;

namespace Gateway.Proxy.Resilience;

/// <summary>The door of our circuit as a strategy of a Polly pipeline; docs/decisions/0002-circuit-breaker.md says why Polly's own does not do.</summary>
internal sealed class CircuitBreakerStrategy(Circuit circuit) : ResilienceStrategy<AttemptOutcome>
{
    // What came of the attempt is told to the circuit by who makes it: to wait for it here would cost each request a state machine.
    protected override ValueTask<Outcome<AttemptOutcome>> ExecuteCore<TState>(
        Func<ResilienceContext, TState, ValueTask<Outcome<AttemptOutcome>>> callback, ResilienceContext context, TState state)
    {
        if (state is Exchange { Pass: Circuit.NoPass } exchange && (exchange.Pass = circuit.Enter()) == Circuit.NoPass)
            return Outcome.FromResultAsValueTask(new AttemptOutcome(FailureReason.CircuitOpen, NeverSent: true));
        return callback(context, state);
    }
}
