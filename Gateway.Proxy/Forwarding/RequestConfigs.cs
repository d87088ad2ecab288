using System.Net;
using Gateway.Proxy.Routes;
using Yarp.ReverseProxy.Forwarder;

namespace Gateway.Proxy.Forwarding;

/// <summary>A route's settings for YARP's forwarder, whose activity timeout starts anew with every byte in either direction.</summary>
internal sealed class RequestConfigs(RouteSettings route)
{
    private readonly ForwarderRequestConfig _plain = Config(route, route.Timeouts.Read);

    // While a body goes up, TimedBody keeps the shorter of the two limits.
    private readonly ForwarderRequestConfig _withBody = Config(route, route.Timeouts.Read > route.Timeouts.Write ? route.Timeouts.Read : route.Timeouts.Write);

    // An upgraded connection lives as long as both sides want.
    private readonly ForwarderRequestConfig _upgrade = Config(route, Timeout.InfiniteTimeSpan);

    public ForwarderRequestConfig For(Exchange exchange) => exchange.IsUpgrade ? _upgrade : exchange.Body.Exists ? _withBody : _plain;

    private static ForwarderRequestConfig Config(RouteSettings route, TimeSpan activityTimeout) => route.HttpVersion switch
    {
        UpstreamHttpVersion.Http1 => new() { ActivityTimeout = activityTimeout, Version = HttpVersion.Version11, VersionPolicy = HttpVersionPolicy.RequestVersionExact },
        UpstreamHttpVersion.Http2 => new() { ActivityTimeout = activityTimeout, Version = HttpVersion.Version20, VersionPolicy = HttpVersionPolicy.RequestVersionExact },
        _ => new() { ActivityTimeout = activityTimeout, Version = HttpVersion.Version20, VersionPolicy = HttpVersionPolicy.RequestVersionOrLower },
    };
}
