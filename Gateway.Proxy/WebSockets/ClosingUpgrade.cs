using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;

namespace Gateway.Proxy.WebSockets;

/// <summary>Provides upgraded connections that close cleanly at shutdown: HTTP/1.1's upgrade and HTTP/2's extended CONNECT.</summary>
internal sealed class ClosingUpgrade(IHttpUpgradeFeature? upgrade, IHttpExtendedConnectFeature? connect, CancellationToken closing)
    : IHttpUpgradeFeature, IHttpExtendedConnectFeature
{
    private const string WebSocket = "websocket";

    public bool IsUpgradableRequest => upgrade?.IsUpgradableRequest ?? false;

    public bool IsExtendedConnect => connect?.IsExtendedConnect ?? false;

    public string? Protocol => connect?.Protocol;

    public async Task<Stream> UpgradeAsync() => new ClosingStream(await upgrade!.UpgradeAsync(), closing);

    public async ValueTask<Stream> AcceptAsync() => new ClosingStream(await connect!.AcceptAsync(), closing);

    /// <summary>Replaces the server's features when the request is a WebSocket handshake.</summary>
    /// <returns>Whether it does.</returns>
    public static bool Install(HttpContext context, CancellationToken closing)
    {
        var upgrade = context.Features.Get<IHttpUpgradeFeature>();

        // The feature does not exist over HTTP/1.1, and a failed feature look-up is the most expensive.
        var connect = HttpProtocol.IsHttp11(context.Request.Protocol) ? null : context.Features.Get<IHttpExtendedConnectFeature>();
        if (upgrade is { IsUpgradableRequest: true } ? !IsHandshake(context.Request) : connect is not { IsExtendedConnect: true, Protocol: WebSocket })
        {
            // A request may offer another protocol. The gateway supports only WebSockets, so YARP's forwarder must not try to upgrade.
            if (context.Request.Headers.Upgrade.Count > 0)
                context.Request.Headers.Remove(HeaderNames.Upgrade);
            return false;
        }

        ClosingUpgrade closingUpgrade = new(upgrade, connect, closing);
        if (upgrade is not null)
            context.Features.Set<IHttpUpgradeFeature>(closingUpgrade);
        if (connect is not null)
            context.Features.Set<IHttpExtendedConnectFeature>(closingUpgrade);
        return true;
    }

    /// <summary>RFC 6455 section 4.2.1: a GET with all the fields of a handshake.</summary>
    private static bool IsHandshake(HttpRequest request) =>
        HttpMethods.IsGet(request.Method)
        && request.Headers.Upgrade is [{ } protocol] && protocol.Equals(WebSocket, StringComparison.OrdinalIgnoreCase)
        && request.Headers.SecWebSocketKey is [{ Length: 24 }]
        && request.Headers.SecWebSocketVersion is ["13"];
}
