using Gateway.Proxy.Forwarding;
using Polly;

namespace Gateway.Proxy.Resilience;

/// <summary>Our circuit as a strategy of a Polly pipeline; docs/decisions/0002-circuit-breaker.md says why Polly's own does not do.</summary>
internal sealed class CircuitBreakerStrategy(Circuit circuit) : ResilienceStrategy<AttemptOutcome>
{
    protected override async ValueTask<Outcome<AttemptOutcome>> ExecuteCore<TState>(
        Func<ResilienceContext, TState, ValueTask<Outcome<AttemptOutcome>>> callback, ResilienceContext context, TState state)
    {
        var exchange = state as Exchange;
        var pass = exchange is { Pass: not Circuit.NoPass } ? exchange.Pass : circuit.Enter();
        if (pass == Circuit.NoPass)
            return Outcome.FromResult(new AttemptOutcome(FailureReason.CircuitOpen, NeverSent: true));

        exchange?.Pass = pass;
        var outcome = await callback(context, state);
        if (outcome.Exception is not null || outcome.Result.SaysNothing)
            circuit.Abandoned(pass);
        else if (outcome.Result.CountsAgainstTarget)
            circuit.Failed(pass);
        else
            circuit.Succeeded(pass);
        return outcome;
    }
}
