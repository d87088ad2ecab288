using System.Collections.Concurrent;
using System.Diagnostics;

namespace Gateway.Tests.Telemetry;

/// <summary>Listens to the spans of one trace, whose client is the test.</summary>
internal sealed class Spans : IDisposable
{
    private readonly ActivityTraceId _trace = ActivityTraceId.CreateRandom();
    private readonly ConcurrentQueue<Activity> _ended = new();
    private readonly ActivityListener _listener;

    /// <param name="recordsRequest">Whether the span of the gateway's request is recorded, or only hands on the trace.</param>
    public Spans(bool recordsRequest = true)
    {
        _listener = new()
        {
            ShouldListenTo = source => source.Name is "Gateway" or "Microsoft.AspNetCore" or "System.Net.Http",
            Sample = (ref ActivityCreationOptions<ActivityContext> options) =>
                options.Parent.TraceId != _trace ? ActivitySamplingResult.None
                : recordsRequest || options.Source.Name != "Microsoft.AspNetCore" ? ActivitySamplingResult.AllDataAndRecorded
                : ActivitySamplingResult.PropagationData,
            // Also called for the spans of other traces that other listeners want.
            ActivityStopped = span =>
            {
                if (span.TraceId == _trace)
                    _ended.Enqueue(span);
            },
        };
        ActivitySource.AddActivityListener(_listener);
        Parent = ActivitySpanId.CreateRandom().ToHexString();
    }

    /// <summary>The client's span.</summary>
    public string Parent { get; }

    public string TraceId => _trace.ToHexString();

    public string TraceParent => $"00-{TraceId}-{Parent}-01";

    /// <summary>The span of the gateway's request.</summary>
    public Activity? Request => _ended.SingleOrDefault(span => span.ParentSpanId.ToHexString() == Parent);

    public IReadOnlyList<Activity> Attempts => [.. _ended.Where(span => span.Source.Name == "Gateway")];

    public Activity Below(Activity span) => Assert.Single(_ended, other => other.ParentSpanId == span.SpanId);

    public void Dispose() => _listener.Dispose();
}
