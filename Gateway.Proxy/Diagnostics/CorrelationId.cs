using System.Buffers;
using Microsoft.Extensions.Primitives;

namespace Gateway.Proxy.Diagnostics;

/// <summary><c>X-Correlation-ID</c>: accepted from the client or generated; forwarded, returned and logged.</summary>
internal static class CorrelationId
{
    public const string Header = "X-Correlation-ID";

    private const int MaxLength = 128;

    // The id is written to logs and upstream headers, so its characters are restricted.
    private static readonly SearchValues<char> Allowed = SearchValues.Create("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_.:+/=");

    /// <summary>Sets the request's id: the client's own when it is valid, otherwise a new one.</summary>
    /// <returns>The id.</returns>
    public static string Accept(HttpRequest request)
    {
        var headers = request.Headers;
        var known = headers[Header];
        if (IsSane(known))
            return known.ToString();
        var id = TraceIds.Of(request.HttpContext) ?? TraceIds.New();
        headers[Header] = id;
        return id;
    }

    /// <summary>Whether an id is safe for logs and headers.</summary>
    public static bool IsSane(StringValues id) => id is [{ Length: > 0 and <= MaxLength } one] && !one.AsSpan().ContainsAnyExcept(Allowed);

    /// <summary>The id that <see cref="Accept"/> set.</summary>
    public static string Of(HttpContext context) => context.Request.Headers[Header].ToString();
}
