using System.Collections.Concurrent;
using Microsoft.AspNetCore.Connections.Features;

namespace Gateway.Proxy.Shutdown;

/// <summary>Notifies clients that their next request needs another connection: <c>Connection: close</c> on HTTP/1.1, GOAWAY on HTTP/2.</summary>
/// <remarks>
/// An idle HTTP/1.1 connection stays open, because its end cannot be announced: a request that arrives at the same moment
/// would be lost. Its next response announces it.
/// </remarks>
internal sealed class ConnectionNotices(ShutdownState state)
{
    private readonly ConcurrentDictionary<IConnectionLifetimeNotificationFeature, bool> _multiplexed = new();

    /// <summary>Call this when a request starts, and again before its response starts.</summary>
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

        // Checked after the registration: a shutdown that begins in between either finds the connection or is detected here.
        if (state.IsDraining)
            connection.RequestClose();
    }
}
