using System.Text.Json;

namespace Gateway.Proxy.Routes;

/// <summary>A text that is equal for two routes when all their settings are equal.</summary>
internal static class RouteFingerprint
{
    public static string Of(GatewayRoute route) => JsonSerializer.Serialize(route);
}
