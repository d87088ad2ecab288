namespace Gateway.Proxy.Transforms;

/// <summary>Where a client sees the gateway.</summary>
/// <param name="Scheme">http or https.</param>
/// <param name="Host">Host and port; null when the client named none.</param>
/// <param name="Prefix">What a trusted proxy before the gateway has removed from the path; empty when there is none.</param>
internal readonly record struct PublicAddress(string Scheme, string? Host, string Prefix);
