using System.Net;
using System.Text;
using Gateway.Tests.Harness;
using Microsoft.AspNetCore.Http;
using Microsoft.IdentityModel.Tokens;

namespace Gateway.Tests.Access;

public sealed class TokenTests
{
    [Fact]
    public async Task A_valid_token_passes_and_goes_on_to_the_upstream()
    {
        using TestIssuer issuer = new();
        await using var upstream = await Upstream.StartAsync();
        await using var gateway = await GatewayInstance.StartAsync(Config(upstream, issuer));
        var token = issuer.Token();

        Assert.Equal(HttpStatusCode.OK, await StatusAsync(gateway, token));

        Assert.Equal($"Bearer {token}", Assert.Single(upstream.Received).Header("Authorization"));
    }

    [Fact]
    public async Task Whatever_is_no_valid_token_gets_401_and_never_reaches_the_upstream()
    {
        using TestIssuer issuer = new();
        using TestIssuer other = new();
        await using var upstream = await Upstream.StartAsync();
        await using var gateway = await GatewayInstance.StartAsync(Config(upstream, issuer));
        SigningCredentials sharedSecret = new(new SymmetricSecurityKey(Encoding.ASCII.GetBytes(issuer.Jwks)), SecurityAlgorithms.HmacSha256);

        (string What, string? Token)[] cases =
        [
            ("no token", null),
            ("rubbish", "rubbish"),
            ("an encrypted one", "eyJhbGciOiJSU0EtT0FFUCIsImVuYyI6IkExMjhHQ00ifQ.aa.aa.aa.a"),
            ("expired", issuer.Token(age: TimeSpan.FromHours(1))),
            ("another audience", issuer.Token(audience: "someone else")),
            ("another issuer", issuer.Token(issuer: "https://evil.example.com")),
            ("another key", other.Token()),
            ("unsigned", issuer.Token(signed: false)),
            ("the public key as a shared secret", issuer.Token(credentials: sharedSecret)),
            ("a changed payload", Tampered(issuer.Token())),
        ];
        foreach (var (what, token) in cases)
            Assert.True(await StatusAsync(gateway, token) == HttpStatusCode.Unauthorized, what);

        Assert.Empty(upstream.Received);
    }

    [Fact]
    public async Task A_refusal_says_what_is_asked_for_and_nothing_more()
    {
        using TestIssuer issuer = new();
        await using var upstream = await Upstream.StartAsync();
        await using var gateway = await GatewayInstance.StartAsync(Config(upstream, issuer));

        using var response = await gateway.Client.GetAsync("/api/x");

        Assert.Equal("Bearer", response.Headers.WwwAuthenticate.ToString());
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        Assert.DoesNotContain(issuer.KeyFile, await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, HttpStatusCode.Forbidden)]
    [InlineData("read", HttpStatusCode.Forbidden)]
    [InlineData("write read", HttpStatusCode.OK)]
    public async Task A_token_without_the_scopes_gets_403(string? scope, HttpStatusCode expected)
    {
        using TestIssuer issuer = new();
        await using var upstream = await Upstream.StartAsync();
        await using var gateway = await GatewayInstance.StartAsync(GatewayConfig.Route(upstream.Address, $$"""
            "Authorization": {{issuer.Settings[..^1]}}, "Scopes": ["read", "write"] }
            """));

        Assert.Equal(expected, await StatusAsync(gateway, issuer.Token(scope: scope)));
    }

    [Fact]
    public async Task A_key_file_that_is_rotated_is_read_anew()
    {
        using TestIssuer issuer = new();
        await using var upstream = await Upstream.StartAsync();
        await using var gateway = await GatewayInstance.StartAsync(Config(upstream, issuer));
        var old = issuer.Token();
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(gateway, old));

        issuer.Rotate();

        await Eventually.BecomesTrueAsync(async () => await StatusAsync(gateway, issuer.Token()) == HttpStatusCode.OK, TimeSpan.FromSeconds(10), "the new key");
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(gateway, old));
    }

    [Fact]
    public async Task Keys_come_from_the_issuers_metadata_and_again_when_they_are_rotated()
    {
        using TestIssuer issuer = new();
        Upstream metadata = null!;
        await using var server = metadata = await Upstream.StartAsync("issuer", context => context.Request.Path == "/keys"
            ? context.Response.WriteAsync(issuer.Jwks)
            : context.Response.WriteAsync($$"""{ "issuer": "{{TestIssuer.Name}}", "jwks_uri": "{{metadata.Address}}/keys" }"""));
        await using var upstream = await Upstream.StartAsync();
        await using var gateway = await GatewayInstance.StartAsync(GatewayConfig.Route(upstream.Address, $$"""
            "Authorization": { "Issuer": "{{TestIssuer.Name}}", "Audiences": ["{{TestIssuer.Audience}}"], "MetadataAddress": "{{server.Address}}/openid" }
            """));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(gateway, issuer.Token()));

        issuer.Rotate();

        await Eventually.BecomesTrueAsync(async () => await StatusAsync(gateway, issuer.Token()) == HttpStatusCode.OK, TimeSpan.FromSeconds(30), "the new keys");
    }

    /// <summary>The status for a token by the keys: on a slow machine the first ones may come after the two seconds that a request waits for them.</summary>
    internal static async Task<HttpStatusCode> StatusAsync(GatewayInstance gateway, string? token)
    {
        var status = HttpStatusCode.ServiceUnavailable;
        await Eventually.BecomesTrueAsync(
            async () => (status = await AskAsync(gateway, token)) != HttpStatusCode.ServiceUnavailable, TimeSpan.FromSeconds(15), "the keys are there");
        return status;
    }

    /// <summary>The status for a token, also 503 for want of keys.</summary>
    internal static async Task<HttpStatusCode> AskAsync(GatewayInstance gateway, string? token)
    {
        using HttpRequestMessage request = new(HttpMethod.Get, "/api/x");
        if (token is not null)
            request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {token}");
        using var response = await gateway.Client.SendAsync(request);
        return response.StatusCode;
    }

    private static string Config(Upstream upstream, TestIssuer issuer) => GatewayConfig.Route(upstream.Address, $"\"Authorization\": {issuer.Settings}");

    private static string Tampered(string token)
    {
        var parts = token.Split('.');
        var payload = Base64UrlEncoder.Decode(parts[1]).Replace("someone", "admin", StringComparison.Ordinal);
        return $"{parts[0]}.{Base64UrlEncoder.Encode(payload)}.{parts[2]}";
    }
}
