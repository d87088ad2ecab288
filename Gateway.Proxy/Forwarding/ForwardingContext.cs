using Gateway.Proxy.Errors;
using Gateway.Proxy.Shutdown;
using Gateway.Proxy.Telemetry;
using Gateway.Proxy.Transforms;

namespace Gateway.Proxy.Forwarding;

/// <summary>The services that every forwarded request uses.</summary>
internal sealed record ForwardingContext(GatewayHeaders Headers, RequestHeaders RequestHeaders, ResponseHeaders ResponseHeaders, ForwardedHeaders Forwarded, ClientAddress Clients, ShutdownState Shutdown, ConnectionNotices Connections, GatewayMetrics Metrics, TimeProvider Time);
