namespace Gateway.Proxy;

/// <summary>Which bearer token (a signed JWT) the route requires.</summary>
public sealed record TokenSettings
{
    /// <summary>The issuer that the token must name. Default: none; the route requires no token.</summary>
    public string? Issuer { get; init; }

    /// <summary>Audiences of which the token must name one; required with <see cref="Issuer"/>.</summary>
    public IReadOnlyList<string> Audiences { get; init; } = [];

    /// <summary>Where the issuer's OpenID Connect metadata is. Default: the issuer with <c>/.well-known/openid-configuration</c>.</summary>
    public string? MetadataAddress { get; init; }

    /// <summary>A local file of keys (JWKS) in place of metadata; read again when it changes. Default: none.</summary>
    public string? JwksFile { get; init; }

    /// <summary>Scopes that the token must all have (claim <c>scope</c> or <c>scp</c>); without them: 403. Default: none.</summary>
    public IReadOnlyList<string> Scopes { get; init; } = [];

    internal bool IsRequired => Issuer is not null;
}
