using System.Net.Http.Headers;
using Gateway.Proxy.Configuration;
using Gateway.Proxy.Diagnostics;
using Gateway.Proxy.Http;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace Gateway.Proxy.Transforms;

/// <summary>Copies an upstream response's end-to-end fields to the client's, and applies the route's edits.</summary>
internal sealed class ResponseHeaders(Redirects redirects, Live<VersionHeader> versionHeader, Live<ViaMode> via, Live<OwnCookies> cookies)
{
    /// <summary>Makes the client's response.</summary>
    /// <param name="source">The upstream's.</param>
    /// <param name="context">The client's request.</param>
    /// <param name="rules">The route's rules for it.</param>
    /// <exception cref="HttpRequestException">The response is not valid HTTP.</exception>
    public void Copy(HttpResponseMessage source, HttpContext context, in ResponseRules rules)
    {
        ResponseFraming.Check(source, rules.IsUpgrade);
        var headers = context.Response.Headers;
        var version = versionHeader.Current.Name;
        var nominated = source.Headers.NonValidated.TryGetValues(HeaderNames.Connection, out var connection) ? HopByHop.Nominated(Values(connection)) : null;
        var hasReference = Copy(source.Headers, headers, nominated, version);
        hasReference |= Copy(source.Content.Headers, headers, nominated, version);
        if (via.Current is ViaMode.Response or ViaMode.Both)
            Via.Append(headers, source.Version);
        if (hasReference)
            headers.SetCookie = cookies.Current.RemoveFromResponse(headers.SetCookie);
        if (hasReference && rules.RewriteRedirects)
            redirects.Rewrite(context, rules.Path, rules.Target);

        // RFC 9112 section 6.3: a message with both is suspect, and its length is not to be passed on.
        if (headers.ContentLength is not null && source.Headers.NonValidated.Contains(HeaderNames.TransferEncoding))
            headers.ContentLength = null;

        // RFC 9110 section 8.6: no length in a response that cannot have a body.
        if (source.StatusCode is < System.Net.HttpStatusCode.OK or System.Net.HttpStatusCode.NoContent || (source.StatusCode == System.Net.HttpStatusCode.ResetContent && headers.ContentLength == 0))
            headers.ContentLength = null;

        if (!rules.Edits.IsEmpty)
            Edit(headers, rules.Edits);
    }

    /// <returns>Whether any of the fields may say the target's address.</returns>
    private static bool Copy(HttpHeaders source, IHeaderDictionary target, List<string>? nominated, string owned)
    {
        var hasReference = false;
        foreach (var (name, values) in source.NonValidated)
        {
            if (HopByHop.IsHopByHop(name) || name.Equals(owned, StringComparison.OrdinalIgnoreCase) || name.Equals(CorrelationId.Header, StringComparison.OrdinalIgnoreCase) || (nominated is not null && nominated.Contains(name, StringComparer.OrdinalIgnoreCase)))
                continue;
            target[name] = Values(values);
            hasReference = hasReference || Redirects.Concern(name);
        }

        return hasReference;
    }

    public void CopyTrailers(HttpResponseMessage source, IHeaderDictionary target)
    {
        var version = versionHeader.Current.Name;
        foreach (var (name, values) in source.TrailingHeaders.NonValidated)
        {
            if (HopByHop.IsAllowedInTrailers(name) && !name.Equals(version, StringComparison.OrdinalIgnoreCase))
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
