using Gateway.Tests.Harness;
using Gateway.Tests.Telemetry;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.Tokens;

namespace Gateway.Tests.Access;

/// <summary>Why a token is refused: in the log at level Debug, and nowhere else.</summary>
public sealed class TokenLogTests
{
    private const int Refused = 1604;

    [Fact]
    public async Task Each_refusal_says_why_and_never_shows_the_token()
    {
        using TestIssuer issuer = new();
        using TestIssuer other = new();
        using LogEntries log = new();
        await using var upstream = await Upstream.StartAsync();
        await using var gateway = await GatewayInstance.StartAsync(
            GatewayConfig.Route(upstream.Address, $"\"Authorization\": {issuer.Settings.Replace("\"Issuer\"", "\"Scopes\": [\"read\", \"admin\"], \"Issuer\"", StringComparison.Ordinal)}"),
            builder =>
            {
                log.AddTo(builder);
                builder.Logging.AddFilter("Gateway.Proxy.Access.Tokens.TokenPolicy", LogLevel.Debug);
            });

        (string? Token, string Why)[] cases =
        [
            (null, "the request has no Authorization header with a bearer token"),
            ("rubbish", "it is not a signed JWT"),
            (issuer.Token(issuer: "https://other\n\"x"), "its issuer is \"https://other%0A%22x\", Issuer is \"https://issuer.example.com\""),
            (issuer.Token(age: TimeSpan.FromHours(1)), "it expired at 2"),
            (issuer.Token(audience: "someone else"), "its audience \"someone else\" is not one of Audiences"),
            (issuer.Token(credentials: new(new RsaSecurityKey(System.Security.Cryptography.RSA.Create(2048)) { KeyId = "k" }, SecurityAlgorithms.RsaSha256)), "the issuer has no key with its kid \"k\" for its alg \"RS256\""),
            (issuer.Token(scope: "read"), "it lacks the scopes admin"),
        ];
        gateway.Client.DefaultRequestHeaders.Add("X-Correlation-ID", "id-1");
        foreach (var (token, _) in cases)
            Assert.Contains((int)await TokenTests.StatusAsync(gateway, token), (int[])[401, 403]);

        var entries = log.Of(Refused);
        Assert.Equal(cases.Length, entries.Count);
        foreach (var ((token, why), entry) in cases.Zip(entries))
        {
            Assert.StartsWith(why, entry["Why"], StringComparison.Ordinal);
            Assert.Equal((LogLevel.Debug, "r", "id-1"), (entry.Level, entry["Route"], entry["CorrelationId"]));
            if (token is not null)
                Assert.DoesNotContain(token.Split('.')[^1], entry.Text, StringComparison.Ordinal);
        }
    }
}
