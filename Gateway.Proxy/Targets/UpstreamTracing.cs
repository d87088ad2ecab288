using System.Diagnostics;

namespace Gateway.Proxy.Targets;

/// <summary>Propagates the gateway's span to upstreams: <c>traceparent</c> and <c>tracestate</c>. Other fields, in particular <c>baggage</c>, are forwarded unchanged.</summary>
internal sealed class UpstreamTracing : DistributedContextPropagator
{
    private const string TraceParent = "traceparent";
    private const string TraceState = "tracestate";

    public override IReadOnlyCollection<string> Fields { get; } = [TraceParent, TraceState];

    public override void Inject(Activity? activity, object? carrier, PropagatorSetterCallback? setter)
    {
        if (activity is not { IdFormat: ActivityIdFormat.W3C, Id: { } id } || carrier is not HttpRequestMessage { Headers: var headers })
            return;
        headers.Remove(TraceParent);
        headers.Remove(TraceState);
        headers.TryAddWithoutValidation(TraceParent, id);
        if (!string.IsNullOrEmpty(activity.TraceStateString))
            headers.TryAddWithoutValidation(TraceState, activity.TraceStateString);
    }

    public override void ExtractTraceIdAndState(object? carrier, PropagatorGetterCallback? getter, out string? traceId, out string? traceState) => traceId = traceState = null;

    public override IEnumerable<KeyValuePair<string, string?>>? ExtractBaggage(object? carrier, PropagatorGetterCallback? getter) => null;
}
