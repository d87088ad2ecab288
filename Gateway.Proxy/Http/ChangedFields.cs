using Gateway.Proxy.Diagnostics;
using Microsoft.Net.Http.Headers;

namespace Gateway.Proxy.Http;

/// <summary>Request fields that have another value than was sent when a route is chosen, so no setting can depend on them.</summary>
internal static class ChangedFields
{
    /// <summary>Why a setting cannot depend on the field, and what to use instead: after a colon; empty when it can.</summary>
    public static string Reason(string field) =>
        field.Equals(HeaderNames.Connection, StringComparison.OrdinalIgnoreCase) ? ": it is about the client's connection and ends at the gateway, which changes it; Upgrade tells handshakes of WebSockets over HTTP/1.1 apart"
        : field.Equals(HeaderNames.MaxForwards, StringComparison.OrdinalIgnoreCase) ? ": the gateway counts it down"
        : field.Equals(CorrelationId.Header, StringComparison.OrdinalIgnoreCase) ? ": the gateway sets it on each request that has no valid one; use a header of your own"
        : string.Empty;
}
