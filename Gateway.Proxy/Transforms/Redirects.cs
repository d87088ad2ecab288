using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace Gateway.Proxy.Transforms;

/// <summary>Rewrites the target's address in a response to the gateway's: <c>Location</c>, <c>Content-Location</c>, <c>Refresh</c> and the scope of cookies.</summary>
internal sealed class Redirects(ForwardedHeaders forwarded)
{
    private const string Refresh = "Refresh";

    /// <summary>Whether a field with this name may contain the target's address.</summary>
    public static bool Concern(string field) =>
        Is(field, HeaderNames.Location) || Is(field, HeaderNames.SetCookie) || Is(field, HeaderNames.ContentLocation) || Is(field, Refresh);

    public void Rewrite(HttpContext context, PathInverse path, in TargetNames target)
    {
        var headers = context.Response.Headers;
        Reference reference = new(path, target, forwarded.PublicAddressOf(context));
        RewriteEach(headers, HeaderNames.Location, headers.Location, reference.Rewrite);
        RewriteEach(headers, HeaderNames.ContentLocation, headers.ContentLocation, reference.Rewrite);
        RewriteEach(headers, Refresh, headers[Refresh], value => RewriteRefresh(value, reference));
        RewriteEach(headers, HeaderNames.SetCookie, headers.SetCookie, value => CookieScope.Rewrite(value, reference));
    }

    private static bool Is(string field, string name) => field.Equals(name, StringComparison.OrdinalIgnoreCase);

    private static void RewriteEach(IHeaderDictionary headers, string name, StringValues values, Func<string, string> rewrite)
    {
        if (values.Count == 0)
            return;
        var rewritten = new string[values.Count];
        for (var i = 0; i < rewritten.Length; i++)
            rewritten[i] = rewrite(values[i] ?? string.Empty);
        headers[name] = rewritten;
    }

    /// <summary>As browsers read it: <c>5; url=/path</c>, with or without quotes.</summary>
    private static string RewriteRefresh(string value, Reference reference)
    {
        var divider = value.AsSpan().IndexOfAny(';', ',');
        if (divider < 0 || value.IndexOf("url", divider, StringComparison.OrdinalIgnoreCase) is not (>= 0 and var url) || value.IndexOf('=', url) is not (>= 0 and var equals))
            return value;
        var begin = equals + 1;
        while (begin < value.Length && value[begin] is ' ' or '\'' or '"')
            begin++;
        var end = value.AsSpan(begin).IndexOfAny('\'', '"') is >= 0 and var quote ? begin + quote : value.Length;
        return string.Concat(value.AsSpan(0, begin), reference.Rewrite(value[begin..end]), value.AsSpan(end));
    }
}
