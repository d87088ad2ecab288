using Gateway.Proxy.Configuration;
using Gateway.Proxy.Endpoints;
using Gateway.Proxy.Http;
using Gateway.Proxy.Shutdown;
using Gateway.Proxy.Transforms;

namespace Gateway.Proxy.Settings;

/// <summary>The settings in force beside the routes. A change replaces them together with the routes; each concept sees its own part.</summary>
internal sealed class LiveSettings(GatewaySettings settings)
{
    /// <summary>The whole section; only changes of the configuration read it.</summary>
    public GatewaySettings Current { get; private set; } = settings;

    public Live<VersionHeader> VersionHeader { get; } = new(settings.VersionHeader);

    public Live<TrustedProxies> TrustedProxies { get; } = new(new(settings.TrustedProxies));

    public Live<ViaMode> Via { get; } = new(settings.Via);

    public Live<EndpointSettings> Endpoints { get; } = new(settings.Endpoints);

    public Live<DrainTimes> DrainTimes { get; } = new(DrainTimesOf(settings));

    /// <summary>The cookies of the routes in force, which change with them.</summary>
    public Live<OwnCookies> OwnCookies { get; } = new(Transforms.OwnCookies.None);

    public void Replace(GatewaySettings next)
    {
        Current = next;
        VersionHeader.Replace(next.VersionHeader);
        TrustedProxies.Replace(new(next.TrustedProxies));
        Via.Replace(next.Via);
        Endpoints.Replace(next.Endpoints);
        DrainTimes.Replace(DrainTimesOf(next));
    }

    private static DrainTimes DrainTimesOf(GatewaySettings settings) => new(settings.DrainDelay, settings.DrainTimeout);
}
