using System.Text.Json;

namespace Gateway.Proxy.Routes;

/// <summary>A text that is the same for two routes when all their settings are.</summary>
internal static class RouteFingerprint
{
    public static string Of(GatewayRoute route) => JsonSerializer.Serialize(route);
}
