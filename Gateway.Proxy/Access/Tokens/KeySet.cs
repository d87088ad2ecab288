using Microsoft.IdentityModel.Tokens;

namespace Gateway.Proxy.Access.Tokens;

/// <summary>The public keys of a JWKS document (RFC 7517).</summary>
internal sealed class KeySet
{
    private readonly HashSet<string> _ids;

    private KeySet(string text)
    {
        Text = text;
        Keys = [.. new JsonWebKeySet(text).GetSigningKeys().Where(key => key is not SymmetricSecurityKey)];
        _ids = [.. Keys.Select(key => key.KeyId).OfType<string>()];
    }

    public string Text { get; }

    public IReadOnlyList<SecurityKey> Keys { get; }

    /// <exception cref="ArgumentException">It is not a JWKS document.</exception>
    public static KeySet Parse(string text) =>
        text.Contains("\"keys\"", StringComparison.Ordinal) ? new(text) : throw new ArgumentException("it has no member \"keys\"", nameof(text));

    /// <summary>Whether there is a key for a token with this key id, or for a token without one.</summary>
    public bool Has(string? keyId) => string.IsNullOrEmpty(keyId) || _ids.Contains(keyId);
}
