namespace Gateway.Proxy.Configuration;

/// <summary>The gateway's section of the configuration.</summary>
internal static class GatewaySection
{
    public const string Name = "Gateway";
}
