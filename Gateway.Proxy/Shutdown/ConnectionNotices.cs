using System.Collections.Concurrent;
using Microsoft.AspNetCore.Connections.Features;

namespace Gateway.Proxy.Shutdown;

/// <summary>Tells clients that their next request needs another connection: <c>Connection: close</c> on HTTP/1.1, GOAWAY on HTTP/2.</summary>
/// <remarks>
/// An idle connection of HTTP/1.1 stays open, because there is no way to announce its end: a request that arrives in the same moment
/// would be lost. Its next response announces it.
/// </remarks>
internal sealed class ConnectionNotices(ShutdownState state)
{
    private readonly ConcurrentDictionary<IConnectionLifetimeNotificationFeature, bool> _multiplexed = new();

    /// <summary>To be called when a request begins, and again before its response does.</summary>
    public void Apply(HttpContext context)
    {
        var protocol = context.Request.Protocol;
        if (!HttpProtocol.IsHttp11(protocol) && !HttpProtocol.IsHttp10(protocol))
            Register(context);
        else if (state.IsDraining)
            context.Response.Headers.Connection = "close";
    }

    /// <summary>Sends GOAWAY on each connection that has one.</summary>
    public void GoAway()
    {
        foreach (var connection in _multiplexed.Keys)
            connection.RequestClose();
    }

    private void Register(HttpContext context)
    {
        if (context.Features.Get<IConnectionLifetimeNotificationFeature>() is not { } connection)
            return;
        if (!_multiplexed.ContainsKey(connection) && _multiplexed.TryAdd(connection, true))
            context.Features.Get<IConnectionLifetimeFeature>()?.ConnectionClosed.UnsafeRegister(__ => _multiplexed.TryRemove(connection, out _), null);

        // After the registration: a shutdown that begins in between finds the connection, or is seen here.
        if (state.IsDraining)
            connection.RequestClose();
    }
}
