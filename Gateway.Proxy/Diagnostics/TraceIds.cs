using System.Diagnostics;

namespace Gateway.Proxy.Diagnostics;

/// <summary>The id of the trace that a request belongs to.</summary>
internal static class TraceIds
{
    /// <summary>That of the gateway's own span, if there is one, or else that of the client; null when neither traces.</summary>
    public static string? Of(HttpContext context) =>
        Activity.Current?.TraceId.ToHexString()
        ?? (context.Request.Headers.TraceParent is [{ } parent] && ActivityContext.TryParse(parent, null, out var client) ? client.TraceId.ToHexString() : null);

    public static string New() => ActivityTraceId.CreateRandom().ToHexString();
}
