using Gateway.Proxy.Errors;
using Gateway.Proxy.Shutdown;
using Gateway.Proxy.Telemetry;
using Gateway.Proxy.Transforms;

namespace Gateway.Proxy.Forwarding;

/// <summary>What every forwarded request needs of the gateway.</summary>
internal sealed record ForwardingContext(GatewayHeaders Headers, RequestHeaders RequestHeaders, ResponseHeaders ResponseHeaders, ShutdownState Shutdown, ConnectionNotices Connections, GatewayMetrics Metrics, TimeProvider Time);
