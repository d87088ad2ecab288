namespace Gateway.Proxy.Configuration;

/// <summary>The section of the configuration that is the gateway's.</summary>
internal static class GatewaySection
{
    public const string Name = "Gateway";
}
