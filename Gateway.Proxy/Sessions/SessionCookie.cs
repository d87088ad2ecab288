using System.Globalization;
using Gateway.Proxy.Http;
using Gateway.Proxy.Transforms;
using Microsoft.Extensions.Primitives;

namespace Gateway.Proxy.Sessions;

/// <summary>The cookie that tells a client its session: a random id, without anything about targets.</summary>
internal sealed class SessionCookie(string name, SessionPersistenceSettings settings)
{
    private readonly string _begin = name + "=";

    private readonly string _attributes = settings.LifetimeType == SessionLifetimeType.Permanent
        ? string.Create(CultureInfo.InvariantCulture, $"; Max-Age={(long)settings.AbsoluteTimeout.TotalSeconds}; Path=/; HttpOnly; SameSite=Lax")
        : "; Path=/; HttpOnly; SameSite=Lax";

    /// <summary>The cookie of a route that names none. The names of routes have characters that a cookie's name must not have.</summary>
    public static string DefaultName(string route) => "gw-" + string.Concat(route.Select(c => HttpText.IsToken([c]) ? c : '_'));

    /// <summary>Begins a session: adds the cookie to the response, whichever it will be.</summary>
    /// <returns>The hash of the session.</returns>
    public ulong Issue(HttpContext context, ForwardedHeaders forwarded)
    {
        Span<char> id = stackalloc char[SessionId.Length];
        SessionId.Write(id);
        var secure = forwarded.PublicAddressOf(context).Scheme.Equals("https", StringComparison.OrdinalIgnoreCase) ? "; Secure" : string.Empty;

        // Set when the response starts: attempts and errors clear the headers before.
        context.Response.OnStarting(static state => ((Issued)state).Apply(), new Issued(context.Response, string.Concat(_begin, id, _attributes, secure)));
        return Rendezvous.HashOf(id);
    }

    private sealed record Issued(HttpResponse Response, string Cookie)
    {
        public Task Apply()
        {
            Response.Headers.SetCookie = StringValues.Concat(Response.Headers.SetCookie, Cookie);
            return Task.CompletedTask;
        }
    }
}
