using Gateway.Proxy.Routes;
using Yarp.ReverseProxy.Forwarder;

namespace Gateway.Proxy.Forwarding;

/// <summary>A route's settings for YARP's forwarder, whose activity timeout starts anew with every byte in either direction.</summary>
internal sealed class RequestConfigs(AttemptTimeouts timeouts)
{
    private readonly ForwarderRequestConfig _plain = new() { ActivityTimeout = timeouts.Read };

    // While a body goes up, TimedBody keeps the shorter of the two limits.
    private readonly ForwarderRequestConfig _withBody = new() { ActivityTimeout = timeouts.Read > timeouts.Write ? timeouts.Read : timeouts.Write };

    // An upgraded connection lives as long as both sides want.
    private readonly ForwarderRequestConfig _upgrade = new() { ActivityTimeout = Timeout.InfiniteTimeSpan };

    public ForwarderRequestConfig For(Exchange exchange) => exchange.IsUpgrade ? _upgrade : exchange.Body.Exists ? _withBody : _plain;
}
