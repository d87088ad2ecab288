using Microsoft.AspNetCore.Http.Features;

namespace Gateway.Proxy.Telemetry;

/// <summary>Counts what an upgraded connection carries: after HTTP/1.1's upgrade and HTTP/2's extended CONNECT.</summary>
internal sealed class CountedUpgrade(IHttpUpgradeFeature? upgrade, IHttpExtendedConnectFeature? connect, AccessRecord record)
    : IHttpUpgradeFeature, IHttpExtendedConnectFeature
{
    public bool IsUpgradableRequest => upgrade?.IsUpgradableRequest ?? false;

    public bool IsExtendedConnect => connect?.IsExtendedConnect ?? false;

    public string? Protocol => connect?.Protocol;

    public async Task<Stream> UpgradeAsync() => new CountedStream(await upgrade!.UpgradeAsync(), record);

    public async ValueTask<Stream> AcceptAsync() => new CountedStream(await connect!.AcceptAsync(), record);

    public static void Install(HttpContext context, AccessRecord record)
    {
        var upgrade = context.Features.Get<IHttpUpgradeFeature>();
        var connect = context.Features.Get<IHttpExtendedConnectFeature>();
        if (upgrade is not { IsUpgradableRequest: true } && connect is not { IsExtendedConnect: true })
            return;
        CountedUpgrade counted = new(upgrade, connect, record);
        if (upgrade is not null)
            context.Features.Set<IHttpUpgradeFeature>(counted);
        if (connect is not null)
            context.Features.Set<IHttpExtendedConnectFeature>(counted);
    }
}
