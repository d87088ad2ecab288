using System.Collections.Frozen;
using Gateway.Proxy.Diagnostics;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace Gateway.Proxy.Http;

/// <summary>Fields that concern one connection only (RFC 9110 section 7.6.1), and those that a message's <c>Connection</c> field adds.</summary>
internal static class HopByHop
{
    private static readonly FrozenSet<string> Fields = FrozenSet.ToFrozenSet(
        [
            HeaderNames.Connection, HeaderNames.KeepAlive, HeaderNames.ProxyConnection, HeaderNames.ProxyAuthenticate, HeaderNames.ProxyAuthorization,
            "Proxy-Authentication-Info", HeaderNames.TE, HeaderNames.TransferEncoding, HeaderNames.Upgrade, "HTTP2-Settings", HeaderNames.AltSvc,
        ],
        StringComparer.OrdinalIgnoreCase);

    /// <summary>End-to-end fields that security, routing or framing depends on: a <c>Connection</c> field cannot remove them.</summary>
    private static readonly FrozenSet<string> NotRemovable = FrozenSet.ToFrozenSet(
        [
            HeaderNames.Host, HeaderNames.Authorization, HeaderNames.Cookie, HeaderNames.SetCookie, HeaderNames.CacheControl, HeaderNames.Vary,
            HeaderNames.Origin, HeaderNames.Date, HeaderNames.WWWAuthenticate, HeaderNames.ContentLength, HeaderNames.ContentType, HeaderNames.ContentEncoding,
            HeaderNames.ContentRange, HeaderNames.ContentDisposition, HeaderNames.ContentSecurityPolicy, HeaderNames.StrictTransportSecurity, HeaderNames.Location,
            HeaderNames.Via, HeaderNames.TraceParent, HeaderNames.TraceState, HeaderNames.IfMatch, HeaderNames.IfNoneMatch, HeaderNames.Range, HeaderNames.ETag,
            ForwardedFields.For, ForwardedFields.Host, ForwardedFields.Proto, ForwardedFields.Prefix, ForwardedFields.RealIp, ForwardedFields.Standard, CorrelationId.Header,
        ],
        StringComparer.OrdinalIgnoreCase);

    /// <summary>Further fields that control caches or the client, and are therefore invalid in trailers.</summary>
    private static readonly FrozenSet<string> NotAllowedInTrailers = FrozenSet.ToFrozenSet(
        [HeaderNames.Age, HeaderNames.Expect, HeaderNames.Expires, HeaderNames.MaxForwards, HeaderNames.Pragma, HeaderNames.RetryAfter, HeaderNames.Trailer],
        StringComparer.OrdinalIgnoreCase);

    public static bool IsHopByHop(string field) => Fields.Contains(field);

    /// <summary>RFC 9110 section 6.5.1: fields for framing, routing and security are not allowed in trailers; an entity tag (section 8.8.3) is.</summary>
    public static bool IsAllowedInTrailers(string field) =>
        field.Equals(HeaderNames.ETag, StringComparison.OrdinalIgnoreCase) || (!Fields.Contains(field) && !NotRemovable.Contains(field) && !NotAllowedInTrailers.Contains(field));

    /// <summary>The fields that <paramref name="connection"/> names; usually null: none.</summary>
    public static List<string>? Nominated(StringValues connection)
    {
        List<string>? names = null;
        foreach (var value in connection)
        {
            // The common case: one option, no list.
            if (value is null || IsOption(value))
                continue;
            foreach (var option in value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            {
                if (!IsOption(option) && !NotRemovable.Contains(option))
                    (names ??= []).Add(option);
            }
        }

        return names;
    }

    private static bool IsOption(string option) =>
        option.Equals("keep-alive", StringComparison.OrdinalIgnoreCase)
        || option.Equals("close", StringComparison.OrdinalIgnoreCase)
        || option.Equals("upgrade", StringComparison.OrdinalIgnoreCase);
}
