using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Gateway.Tests.Access;

/// <summary>An issuer of tokens with keys of its own, which stand in a JWKS file.</summary>
internal sealed class TestIssuer : IDisposable
{
    public const string Name = "https://issuer.example.com";
    public const string Audience = "gateway";

    private readonly string _folder = Directory.CreateTempSubdirectory("gateway-test-").FullName;
    private readonly JsonWebTokenHandler _handler = new();
    private RSA _key = null!;
    private string _keyId = string.Empty;

    public TestIssuer() => Rotate();

    public string KeyFile => Path.Combine(_folder, "keys.json");

    /// <summary>The route's settings for it.</summary>
    public string Settings => $$"""{ "Issuer": "{{Name}}", "Audiences": ["{{Audience}}"], "JwksFile": "{{KeyFile}}" }""";

    public SecurityKey PublicKey => new RsaSecurityKey(_key.ExportParameters(false)) { KeyId = _keyId };

    /// <summary>The keys as an issuer publishes them.</summary>
    public string Jwks
    {
        get
        {
            var key = JsonWebKeyConverter.ConvertFromRSASecurityKey(new RsaSecurityKey(_key.ExportParameters(false)) { KeyId = _keyId });
            return JsonSerializer.Serialize(new { keys = new[] { new { kty = "RSA", use = "sig", kid = _keyId, n = key.N, e = key.E } } });
        }
    }

    /// <summary>Signs with another key from now on.</summary>
    public void Rotate()
    {
        _key = RSA.Create(2048);
        _keyId = Guid.NewGuid().ToString("N");

        // Replaced in one step: the gateway may be reading it.
        var next = KeyFile + ".next";
        File.WriteAllText(next, Jwks);
        File.Move(next, KeyFile, overwrite: true);
    }

    public string Token(string subject = "someone", string audience = Audience, string issuer = Name, TimeSpan? age = null, string? scope = null, SigningCredentials? credentials = null, bool signed = true)
    {
        var now = TimeProvider.System.GetUtcNow().UtcDateTime;
        Dictionary<string, object> claims = new() { ["sub"] = subject };
        if (scope is not null)
            claims["scope"] = scope;
        return _handler.CreateToken(new SecurityTokenDescriptor
        {
            Issuer = issuer,
            Audience = audience,
            Claims = claims,
            NotBefore = now.AddHours(-2),
            IssuedAt = now.AddHours(-2),
            Expires = now.AddMinutes(5) - (age ?? TimeSpan.Zero),
            SigningCredentials = signed ? credentials ?? new(new RsaSecurityKey(_key) { KeyId = _keyId }, SecurityAlgorithms.RsaSha256) : null,
        });
    }

    public void Dispose()
    {
        _key.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}
