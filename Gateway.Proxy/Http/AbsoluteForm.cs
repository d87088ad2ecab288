using Microsoft.AspNetCore.Http.Features;

namespace Gateway.Proxy.Http;

/// <summary>Makes routing decode the path of an absolute-form target (RFC 9112 section 3.2.2) like any other path.</summary>
/// <remarks>Kestrel decodes more of it than of an origin-form path: <c>%2F</c> and a backslash become slashes, so another route would match than for the forwarded path.</remarks>
internal static class AbsoluteForm
{
    /// <summary>False when the target is malformed.</summary>
    public static bool TrySetPath(HttpContext context)
    {
        var raw = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        if (raw.Length == 0 || raw[0] == '/' || !raw.Contains("://", StringComparison.Ordinal))
            return true;
        if (!RawTarget.TryParse(raw, out var target))
            return false;
        try
        {
            var path = PathString.FromUriComponent(target.Path.ToString());
            context.Request.Path = path;
            return !path.Value!.Contains('\0', StringComparison.Ordinal);
        }
        catch (InvalidOperationException)
        {
            // An encoded NUL.
            return false;
        }
    }
}
