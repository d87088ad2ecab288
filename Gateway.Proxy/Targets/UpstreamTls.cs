namespace Gateway.Proxy;

/// <summary>Server certificate validation for https targets. Certificates are always verified.</summary>
public sealed record UpstreamTls
{
    /// <summary>A PEM file of authorities that are trusted in place of the machine's. Default: the machine's.</summary>
    public string? CaFile { get; init; }
}
