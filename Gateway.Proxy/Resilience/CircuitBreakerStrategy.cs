using Gateway.Proxy.Forwarding;
using Polly;

namespace Gateway.Proxy.Resilience;

/// <summary>Our circuit as a strategy of a Polly pipeline; docs/decisions/circuit-breaker.md says why Polly's own does not do.</summary>
internal sealed class CircuitBreakerStrategy(Circuit circuit) : ResilienceStrategy<AttemptOutcome>
{
    protected override async ValueTask<Outcome<AttemptOutcome>> ExecuteCore<TState>(
        Func<ResilienceContext, TState, ValueTask<Outcome<AttemptOutcome>>> callback, ResilienceContext context, TState state)
    {
        var probe = state is Exchange { IsProbe: true };
        if (!circuit.Lets(probe))
            return Outcome.FromResult(new AttemptOutcome(FailureReason.CircuitOpen, NeverSent: true));

        var outcome = await callback(context, state);
        if (outcome.Exception is not null || outcome.Result.SaysNothing)
            circuit.Abandoned(probe);
        else if (outcome.Result.CountsAgainstTarget)
            circuit.Failed(probe);
        else
            circuit.Succeeded(probe);
        return outcome;
    }
}
