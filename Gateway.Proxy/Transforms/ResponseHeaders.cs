using System.Net.Http.Headers;
using Gateway.Proxy.Configuration;
using Gateway.Proxy.Framing;
using Gateway.Proxy.Routes;
using Gateway.Proxy.Telemetry;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace Gateway.Proxy.Transforms;

/// <summary>Copies an upstream response's end-to-end fields to the client's, and applies the route's edits.</summary>
internal static class ResponseHeaders
{
    public static void Copy(HttpResponseMessage source, HttpContext context, RouteSettings route, VersionHeader version, bool isUpgrade)
    {
        ResponseFraming.Check(source, isUpgrade);
        var target = context.Response.Headers;
        var nominated = source.Headers.NonValidated.TryGetValues(HeaderNames.Connection, out var connection) ? HopByHop.Nominated(Values(connection)) : null;
        Copy(source.Headers, target, nominated, version.Name);
        Copy(source.Content.Headers, target, nominated, version.Name);
        Via.Append(target, source.Version);

        // RFC 9112 section 6.3: a message with both is suspect, and its length is not to be passed on.
        if (target.ContentLength is not null && source.Headers.NonValidated.Contains(HeaderNames.TransferEncoding))
            target.ContentLength = null;

        // RFC 9110 section 8.6: no length in a response that cannot have a body.
        if (source.StatusCode is < System.Net.HttpStatusCode.OK or System.Net.HttpStatusCode.NoContent || (source.StatusCode == System.Net.HttpStatusCode.ResetContent && target.ContentLength == 0))
            target.ContentLength = null;

        if (!route.ResponseHeaders.IsEmpty)
            Edit(target, route.ResponseHeaders);
    }

    private static void Copy(HttpHeaders source, IHeaderDictionary target, List<string>? nominated, string owned)
    {
        foreach (var (name, values) in source.NonValidated)
        {
            if (HopByHop.Has(name) || name.Equals(owned, StringComparison.OrdinalIgnoreCase) || name.Equals(CorrelationId.Header, StringComparison.OrdinalIgnoreCase) || (nominated is not null && nominated.Contains(name, StringComparer.OrdinalIgnoreCase)))
                continue;
            target[name] = Values(values);
        }
    }

    public static void CopyTrailers(HttpResponseMessage source, IHeaderDictionary target, VersionHeader version)
    {
        foreach (var (name, values) in source.TrailingHeaders.NonValidated)
        {
            if (HopByHop.MayTrail(name) && !name.Equals(version.Name, StringComparison.OrdinalIgnoreCase))
                target[name] = Values(values);
        }
    }

    private static void Edit(IHeaderDictionary target, HeaderEdits edits)
    {
        foreach (var name in edits.Remove)
            target.Remove(name);
        foreach (var (name, value) in edits.Set)
            target[name] = value;
    }

    private static StringValues Values(HeaderStringValues values)
    {
        if (values.Count <= 1)
            return values.ToString();
        var all = new string[values.Count];
        var i = 0;
        foreach (var value in values)
            all[i++] = value;
        return all;
    }
}
