using System.Buffers;
using Microsoft.Extensions.Primitives;

namespace Gateway.Proxy.Diagnostics;

/// <summary><c>X-Correlation-ID</c>: taken from the client or made, forwarded, returned, logged.</summary>
internal static class CorrelationId
{
    public const string Header = "X-Correlation-ID";

    private const int MaxLength = 128;

    // What stands in logs and other people's headers must not be able to do harm there.
    private static readonly SearchValues<char> Allowed = SearchValues.Create("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_.:+/=");

    /// <summary>Gives the request its id: the client's own, when it is of sane length and characters.</summary>
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

    /// <summary>Whether an id may stand in logs and other people's headers.</summary>
    public static bool IsSane(StringValues id) => id is [{ Length: > 0 and <= MaxLength } one] && !one.AsSpan().ContainsAnyExcept(Allowed);

    /// <summary>The id that <see cref="Accept"/> gave the request.</summary>
    public static string Of(HttpContext context) => context.Request.Headers[Header].ToString();
}
