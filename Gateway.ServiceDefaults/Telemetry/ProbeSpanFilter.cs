using System.Diagnostics;
using OpenTelemetry;

namespace Gateway.ServiceDefaults.Telemetry;

/// <summary>
/// Keeps health probes out of the traces: what happens inside a probe's request, and probes this process sends of its
/// own accord. It comes before the exporter, which skips spans that are not recorded.
/// </summary>
internal sealed class ProbeSpanFilter(HealthProbes probes) : BaseProcessor<Activity>
{
    private const string DroppedProperty = "Gateway.ServiceDefaults.Dropped";

    /// <summary>Takes a span out of the trace, and with it everything that starts under it.</summary>
    public static void Drop(Activity span)
    {
        span.IsAllDataRequested = false;
        span.ActivityTraceFlags &= ~ActivityTraceFlags.Recorded;
        // A sampler that ignores the parent would still record its children: OnStart looks for this.
        span.SetCustomProperty(DroppedProperty, bool.TrueString);
    }

    public override void OnStart(Activity data)
    {
        if (data.Parent?.GetCustomProperty(DroppedProperty) is not null) Drop(data);
    }

    public override void OnEnd(Activity data)
    {
        // Only without a parent: a request passed on for somebody belongs to that trace, whatever its path.
        if (data.Kind == ActivityKind.Client && data.ParentSpanId == default && probes.IsProbe(PathOf(data)))
            data.ActivityTraceFlags &= ~ActivityTraceFlags.Recorded;
    }

    private static ReadOnlySpan<char> PathOf(Activity span)
    {
        var url = (span.GetTagItem("url.full") as string).AsSpan();
        var authority = url.IndexOf("://", StringComparison.Ordinal);
        if (authority < 0) return default;
        url = url[(authority + 3)..];
        var path = url.IndexOf('/');
        if (path < 0) return default;
        url = url[path..];
        var query = url.IndexOfAny('?', '#');
        return query < 0 ? url : url[..query];
    }
}
