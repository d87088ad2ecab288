using System.Collections.Frozen;
using Gateway.Proxy.Http;
using Microsoft.Extensions.Primitives;

namespace Gateway.Proxy.Transforms;

/// <summary>The cookies that the gateway itself sets. A browser sends them to every route; no upstream gets them, and none can set them.</summary>
internal sealed class OwnCookies(IEnumerable<string> names)
{
    private readonly FrozenSet<string> _names = names.ToFrozenSet(StringComparer.Ordinal);

    public static OwnCookies None { get; } = new([]);

    /// <summary>A request's <c>Cookie</c> fields without these cookies; empty when nothing else is in them.</summary>
    public StringValues RemoveFrom(StringValues cookies) =>
        _names.Count == 0 ? cookies : CookieFields.Without(cookies, _names.GetAlternateLookup<ReadOnlySpan<char>>());

    /// <summary>A response's <c>Set-Cookie</c> fields without those that set one of these cookies.</summary>
    public StringValues RemoveFromResponse(StringValues setCookies)
    {
        if (_names.Count == 0 || setCookies.Count == 0)
            return setCookies;
        string[] kept = [.. setCookies.OfType<string>().Where(cookie => !IsOwn(cookie))];
        return kept.Length == setCookies.Count ? setCookies : kept;
    }

    private bool IsOwn(ReadOnlySpan<char> setCookie) =>
        _names.GetAlternateLookup<ReadOnlySpan<char>>().Contains(CookieFields.NameOf(setCookie.IndexOf(';') is >= 0 and var end ? setCookie[..end] : setCookie));
}
