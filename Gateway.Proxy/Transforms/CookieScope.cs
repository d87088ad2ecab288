namespace Gateway.Proxy.Transforms;

/// <summary>The scope of a target's cookie, which is the gateway's host and the path at which it serves the target.</summary>
internal static class CookieScope
{
    // Browsers accept a cookie with the __Host- prefix only with Path=/.
    private const string HostPrefix = "__Host-";

    public static string Rewrite(string cookie, Reference reference)
    {
        if (cookie.AsSpan().TrimStart().StartsWith(HostPrefix, StringComparison.OrdinalIgnoreCase))
            return cookie;
        var attributes = cookie.Split(';');
        var changed = false;
        for (var i = 1; i < attributes.Length; i++)
        {
            var attribute = attributes[i].AsSpan();
            if (attribute.IndexOf('=') is not (> 0 and var equals))
                continue;
            var name = attribute[..equals].Trim();
            var value = attribute[(equals + 1)..].Trim();
            if (name.Equals("Path", StringComparison.OrdinalIgnoreCase) && value is ['/', ..] && reference.Path.ApplyToCookie(value, reference.Target.Path, reference.Public.Prefix) is { } path)
            {
                attributes[i] = $" Path={path}";
                changed = true;
            }
            else if (name.Equals("Domain", StringComparison.OrdinalIgnoreCase) && reference.Target.HasDomain(value))
            {
                attributes[i] = string.Empty;
                changed = true;
            }
        }

        return changed ? string.Join(';', attributes.Where((attribute, i) => i == 0 || attribute.Length > 0)) : cookie;
    }
}
