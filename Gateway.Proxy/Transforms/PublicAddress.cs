namespace Gateway.Proxy.Transforms;

/// <summary>The gateway's address as a client sees it.</summary>
/// <param name="Scheme">http or https.</param>
/// <param name="Host">Host and port; null when the client named none.</param>
/// <param name="Prefix">The path prefix that a trusted proxy before the gateway has removed; empty when there is none.</param>
internal readonly record struct PublicAddress(string Scheme, string? Host, string Prefix);
