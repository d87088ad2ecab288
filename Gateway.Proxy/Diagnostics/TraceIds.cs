using System.Diagnostics;

namespace Gateway.Proxy.Diagnostics;

/// <summary>The trace id of a request.</summary>
internal static class TraceIds
{
    /// <summary>The trace id of the gateway's span or else of the client; null when neither traces.</summary>
    public static string? Of(HttpContext context) =>
        Activity.Current?.TraceId.ToHexString()
        ?? (context.Request.Headers.TraceParent is [{ } parent] && ActivityContext.TryParse(parent, null, out var client) ? client.TraceId.ToHexString() : null);

    public static string New() => ActivityTraceId.CreateRandom().ToHexString();
}
