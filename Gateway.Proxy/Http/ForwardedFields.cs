namespace Gateway.Proxy.Http;

/// <summary>The header fields by which a proxy forwards the client's address and the original host.</summary>
internal static class ForwardedFields
{
    public const string For = "X-Forwarded-For";
    public const string Proto = "X-Forwarded-Proto";
    public const string Host = "X-Forwarded-Host";
    public const string Prefix = "X-Forwarded-Prefix";
    public const string RealIp = "X-Real-IP";

    /// <summary>RFC 7239.</summary>
    public const string Standard = "Forwarded";
}
