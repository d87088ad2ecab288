namespace Gateway.Tests.Distributed.Telemetry;

/// <summary>
/// When all spans of a forwarded request have arrived. A span is sent when it ends, so the gateway's root is the last of its
/// process; what a service reports comes in any order, and belongs below the gateway's client span.
/// </summary>
internal static class WholeTrace
{
    public static bool Is(IReadOnlyCollection<ReceivedSpan> trace) =>
        trace.Where(span => trace.All(other => other.SpanId != span.ParentId)).ToList() is [{ Service: "gateway", Kind: SpanKind.Server }]
        && trace.Where(span => span.Kind == SpanKind.Client).All(client => trace.Any(span => span.ParentId == client.SpanId));
}
