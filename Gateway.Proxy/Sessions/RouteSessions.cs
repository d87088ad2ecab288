using Gateway.Proxy.Http;
using Gateway.Proxy.Transforms;

namespace Gateway.Proxy.Sessions;

/// <summary>The sessions of a route: to which one a request belongs, as a hash. Nothing about a session is kept.</summary>
internal sealed class RouteSessions
{
    private readonly SessionCookie? _cookie;

    public RouteSessions(SessionPersistenceSettings settings, string route)
    {
        Type = settings.Type;
        Name = settings.SessionName ?? SessionCookie.DefaultName(route);
        if (Type == SessionPersistenceType.Cookie)
            _cookie = new(Name, settings);
    }

    public SessionPersistenceType Type { get; }

    /// <summary>The name of the cookie, header or claim.</summary>
    public string Name { get; }

    /// <summary>The name of the gateway's cookie; null when the session is not in a cookie.</summary>
    public string? Cookie => _cookie is null ? null : Name;

    /// <summary>The hash of the request's session, after the route's access policies have run; null: the request belongs to none.</summary>
    /// <remarks>Without a cookie a session begins: the cookie goes out with whatever response the request gets.</remarks>
    public ulong? Of(HttpContext context, ForwardedHeaders forwarded) => Type switch
    {
        SessionPersistenceType.Header => HashOf(context.Request.Headers[Name].ToString()),
        SessionPersistenceType.Claim => HashOf(context.User.FindFirst(Name)?.Value),
        _ => HashOf(CookieFields.Find(context.Request.Headers.Cookie, Name)) ?? _cookie!.Issue(context, forwarded),
    };

    private static ulong? HashOf(ReadOnlySpan<char> session) => session.IsEmpty ? null : Rendezvous.HashOf(session);
}
