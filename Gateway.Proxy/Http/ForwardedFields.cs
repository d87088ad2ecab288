namespace Gateway.Proxy.Http;

/// <summary>The fields by which a proxy tells who asked, and where.</summary>
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
