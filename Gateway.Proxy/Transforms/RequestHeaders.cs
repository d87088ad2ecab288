using Gateway.Proxy.Configuration;
using Gateway.Proxy.Http;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;
using Yarp.ReverseProxy.Transforms;

namespace Gateway.Proxy.Transforms;

/// <summary>Copies a request's end-to-end fields to the forwarded one, and applies the route's edits.</summary>
internal sealed class RequestHeaders(ForwardedHeaders forwarded, Live<ViaMode> via, Live<OwnCookies> cookies)
{
    /// <summary>Makes the forwarded request's fields.</summary>
    /// <param name="context">The client's request.</param>
    /// <param name="request">The forwarded one.</param>
    /// <param name="edits">The route's edits.</param>
    /// <param name="preserveHost">Whether the client's <c>Host</c> stays.</param>
    /// <param name="prefix">The path prefix that the route removes.</param>
    /// <returns>False when a field's value must not be forwarded: the client's request is malformed.</returns>
    public bool TryCopy(HttpContext context, HttpRequestMessage request, HeaderEdits edits, bool preserveHost, string prefix)
    {
        var source = context.Request.Headers;
        var nominated = source.Connection is { Count: > 0 } connection ? HopByHop.Nominated(connection) : null;
        foreach (var (name, value) in source)
        {
            if (name[0] == ':' || HopByHop.IsHopByHop(name) || forwarded.ShouldRemove(name, context) || (nominated is not null && nominated.Contains(name, StringComparer.OrdinalIgnoreCase)))
                continue;
            if (!RequestFraming.IsSound(name, value))
                return false;
            var kept = name.Equals(HeaderNames.Cookie, StringComparison.OrdinalIgnoreCase) ? cookies.Current.RemoveFrom(value) : value;
            if (kept.Count > 0)
                Add(context, request, name, kept);
        }

        // TE: trailers is the only value allowed over HTTP/2, and gRPC requires it.
        if (source.TE is { Count: > 0 } te && HttpProtocol.IsHttp2(context.Request.Protocol) && te.ToString().Contains("trailers", StringComparison.OrdinalIgnoreCase))
            request.Headers.TryAddWithoutValidation(HeaderNames.TE, "trailers");

        if (!preserveHost || source.Host is [null or ""])
            request.Headers.Host = null;
        else if (source.Host.Count > 0 && request.Headers.Host is null)
            return false; // HttpClient cannot read the host, and would send its own beside it.
        if (via.Current is ViaMode.Request or ViaMode.Both)
            Via.Append(request, context.Request.Protocol);
        forwarded.Add(context, request, prefix);
        if (!edits.IsEmpty)
            Edit(context, request, edits);
        return true;
    }

    private static void Edit(HttpContext context, HttpRequestMessage request, HeaderEdits edits)
    {
        foreach (var name in edits.Remove)
            Remove(request, name);
        foreach (var (name, value) in edits.Set)
        {
            Remove(request, name);
            Add(context, request, name, value);
        }
    }

    private static void Remove(HttpRequestMessage request, string name)
    {
        // Removing a content header's name from the other collection throws.
        if (request.Headers.NonValidated.Contains(name))
            request.Headers.Remove(name);
        else if (request.Content?.Headers.NonValidated.Contains(name) == true)
            request.Content.Headers.Remove(name);
    }

    private static void Add(HttpContext context, HttpRequestMessage request, string name, StringValues value)
    {
        var added = value.Count == 1
            ? request.Headers.TryAddWithoutValidation(name, value.ToString())
            : request.Headers.TryAddWithoutValidation(name, (IEnumerable<string?>)value);
        if (added)
            return;
        if (request.Content is not null)
            request.Content.Headers.TryAddWithoutValidation(name, (IEnumerable<string?>)value);
        else if (!name.Equals(HeaderNames.ContentLength, StringComparison.OrdinalIgnoreCase) || !value.Equals("0"))
            RequestTransform.AddHeader(new RequestTransformContext { HttpContext = context, ProxyRequest = request, Path = default, Query = null!, DestinationPrefix = string.Empty }, name, value);
    }
}
