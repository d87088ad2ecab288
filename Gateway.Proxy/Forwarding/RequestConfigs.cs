using System.Net;
using Gateway.Proxy.Routes;
using Yarp.ReverseProxy.Forwarder;

namespace Gateway.Proxy.Forwarding;

/// <summary>A route's settings for YARP's forwarder, whose one activity timeout starts anew with every byte in either direction.</summary>
internal sealed class RequestConfigs(RouteSettings route)
{
    // The limits of our own must be over first, or the reason would be left to chance.
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(1);

    private readonly ForwarderRequestConfig _plain = Config(route, route.Timeouts.Read);

    // While a body goes up, TimedBody keeps the shorter of the two limits.
    private readonly ForwarderRequestConfig _withBody = Config(route, (route.Timeouts.Read > route.Timeouts.Write ? route.Timeouts.Read : route.Timeouts.Write) + Margin);

    // An upgraded connection lives as long as both sides want.
    private readonly ForwarderRequestConfig _upgrade = Config(route, Timeout.InfiniteTimeSpan);

    public ForwarderRequestConfig For(Exchange exchange) => exchange.IsUpgrade ? _upgrade : exchange.Body.Exists ? _withBody : _plain;

    /// <summary>Keeps <c>Timeouts.Read</c> between two pieces of an answer where the activity timeout is another.</summary>
    public void Limit(HttpResponseMessage answer, Exchange exchange)
    {
        if ((exchange.Body.Exists && exchange.IsSent) || (exchange.IsUpgrade && !IsUpgraded(answer)))
            answer.Content = new TimedAnswer(answer.Content, route.Timeouts.Read, exchange.Deadline.Time);
    }

    private static bool IsUpgraded(HttpResponseMessage answer) =>
        answer.StatusCode == HttpStatusCode.SwitchingProtocols || (answer.StatusCode == HttpStatusCode.OK && answer.RequestMessage?.Headers.Protocol is not null);

    private static ForwarderRequestConfig Config(RouteSettings route, TimeSpan activityTimeout) => route.HttpVersion switch
    {
        UpstreamHttpVersion.Http1 => new() { ActivityTimeout = activityTimeout, Version = HttpVersion.Version11, VersionPolicy = HttpVersionPolicy.RequestVersionExact },
        UpstreamHttpVersion.Http2 => new() { ActivityTimeout = activityTimeout, Version = HttpVersion.Version20, VersionPolicy = HttpVersionPolicy.RequestVersionExact },
        _ => new() { ActivityTimeout = activityTimeout, Version = HttpVersion.Version20, VersionPolicy = HttpVersionPolicy.RequestVersionOrLower },
    };
}
