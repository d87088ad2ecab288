using Microsoft.AspNetCore.Http.Features;

namespace Gateway.Proxy.WebSockets;

/// <summary>Hands out upgraded connections that close in good order when the gateway ends: HTTP/1.1's upgrade and HTTP/2's extended CONNECT.</summary>
internal sealed class ClosingUpgrade(IHttpUpgradeFeature? upgrade, IHttpExtendedConnectFeature? connect, CancellationToken closing)
    : IHttpUpgradeFeature, IHttpExtendedConnectFeature
{
    public bool IsUpgradableRequest => upgrade?.IsUpgradableRequest ?? false;

    public bool IsExtendedConnect => connect?.IsExtendedConnect ?? false;

    public string? Protocol => connect?.Protocol;

    public async Task<Stream> UpgradeAsync() => new ClosingStream(await upgrade!.UpgradeAsync(), closing);

    public async ValueTask<Stream> AcceptAsync() => new ClosingStream(await connect!.AcceptAsync(), closing);

    /// <summary>Takes the place of the server's features, when the request asks for a WebSocket.</summary>
    /// <returns>Whether it does.</returns>
    public static bool Install(HttpContext context, CancellationToken closing)
    {
        var upgrade = context.Features.Get<IHttpUpgradeFeature>();
        var connect = context.Features.Get<IHttpExtendedConnectFeature>();
        var isWebSocket = upgrade is { IsUpgradableRequest: true }
            ? context.Request.Headers.Upgrade.ToString().Equals("websocket", StringComparison.OrdinalIgnoreCase)
            : connect is { IsExtendedConnect: true, Protocol: "websocket" };
        if (!isWebSocket)
            return false;

        ClosingUpgrade closingUpgrade = new(upgrade, connect, closing);
        if (upgrade is not null)
            context.Features.Set<IHttpUpgradeFeature>(closingUpgrade);
        if (connect is not null)
            context.Features.Set<IHttpExtendedConnectFeature>(closingUpgrade);
        return true;
    }
}
