namespace Gateway.Tests.Distributed.Telemetry;

/// <summary>A span as it came over the wire.</summary>
internal sealed record ReceivedSpan(
    string Service,
    string TraceId,
    string SpanId,
    string ParentId,
    string Name,
    SpanKind Kind,
    SpanStatus Status,
    IReadOnlyDictionary<string, string> Attributes)
{
    /// <summary>The attribute's value as text; empty when there is none.</summary>
    public string this[string attribute] => Attributes.GetValueOrDefault(attribute, "");

    public override string ToString() => $"{TraceId} {SpanId} under {ParentId} {Service} {Kind} {Name} {string.Join(", ", Attributes)}";
}

internal enum SpanKind
{
    Unspecified,
    Internal,
    Server,
    Client,
}

internal enum SpanStatus
{
    Unset,
    Ok,
    Error,
}
