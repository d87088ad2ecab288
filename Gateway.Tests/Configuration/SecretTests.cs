using Gateway.Proxy.Configuration;
using Gateway.Tests.Harness;
using Gateway.Tests.Runtime;

namespace Gateway.Tests.Configuration;

/// <summary>An error that shows a refused value hides what is secret in it.</summary>
public sealed class SecretTests
{
    // What is refused, and what of it may be seen.
    public static TheoryData<string, string> Refused => new()
    {
        { ConfigText.Route("\"RequestHeaders\": { \"Set\": { \"Authorization\": \"Bearer s3cr3t\\n\" } }"), "the value is not allowed" },
        { ConfigText.Route("\"RequestHeaders\": { \"Set\": { \"proxy-authorization\": \"s3cr3t\\u0001\" } }"), "the value is not allowed" },
        { ConfigText.Route("\"RequestHeaders\": { \"Set\": { \"Cookie\": \"a=s3cr3t\\n\" } }"), "the value is not allowed" },
        { ConfigText.Route("\"ResponseHeaders\": { \"Set\": { \"Set-Cookie\": \"a=s3cr3t\\n\" } }"), "the value is not allowed" },
        { ConfigText.Route("\"RequestHeaders\": { \"Set\": { \"X-Api-Key\": \"s3cr3t\\n\" } }"), "the value is not allowed" },
        { ConfigText.Route("\"RequestHeaders\": { \"Set\": { \"Ocp-Apim-Subscription-Key\": \"s3cr3t\\n\" } }"), "the value is not allowed" },
        { ConfigText.Route("\"RequestHeaders\": { \"Set\": { \"X-Auth\": \"s3cr3t\\n\" } }"), "the value is not allowed" },
        { ConfigText.Route("\"RequestHeaders\": { \"Set\": { \"X-Other\": \"Basic s3cr3t==\\n\" } }"), "Basic ***" },
        { ConfigText.Route("\"RequestHeaders\": { \"Set\": \"Authorization: s3cr3t\" }"), "Authorization: ***" },
        { ConfigText.Route("\"RequestHeaders\": { \"Set\": { \"Authorization Bearer s3cr3t\": \"\" } }"), "Bearer ***" },
        { ConfigText.Route("\"Authorization\": \"Bearer s3cr3t\""), "the value is not an object" },
        { ConfigText.Route("\"PathRewrite\": \"eyJhbGciOiJub25lIn0.s3cr3t.s3cr3t\""), "the value is not allowed" },
        { ConfigText.Route("\"Match\": { \"Headers\": { \"Authorization\": [\"s3cr3t*b\", \"x\"] } }"), "the value is not allowed" },
        { ConfigText.Route("\"Match\": { \"Headers\": { \"X-Tester\": \"s3cr3t*b\" } }"), "the value is not allowed" },
        { ConfigText.Route("\"Match\": { \"Cookies\": { \"beta\": \"s3cr3t;\" } }"), "the value is not allowed" },
        { ConfigText.Route("\"Match\": { \"Query\": { \"beta\": [\"s3cr3t*b\"] } }"), "the value is not allowed" },
        { ConfigText.Route("\"Match\": { \"Query\": \"s3cr3t\" }"), "is not an object" },
        { ConfigText.Route("\"RequestHeaders\": { \"Set\": { \"X-Other\": \"Endpoint=sb://x;SharedAccessKey=s3cr3t\\n\" } }"), "SharedAccessKey=***" },
        { Target("http://me:s3cr3t@t"), "\"http://***@t\" is not allowed" },
        { Target("http://me:s3cr3t/s3cr3t@t"), "\"http://***@t\" is not allowed" },
        { Target("s3cr3t@t"), "\"***@t\" is not allowed" },
        { Target("http://t/?token=s3cr3t"), "token=***" },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public void What_is_refused_is_told_without_its_secret(string section, string says)
    {
        var told = string.Join("; ", ConfigText.Problems(section));

        Assert.DoesNotContain("s3cr3t", told, StringComparison.Ordinal);
        Assert.Contains(says, told, StringComparison.Ordinal);
    }

    [Fact]
    public void A_value_that_is_no_secret_is_shown() =>
        Assert.Contains("\"5 s\"", Assert.Single(ConfigText.Problems(ConfigText.Route("\"Timeout\": \"5 s\""))).Message, StringComparison.Ordinal);

    [Fact]
    public void A_piece_of_broken_JSON_is_not_shown()
    {
        var exception = Assert.ThrowsAny<System.Text.Json.JsonException>(() => System.Text.Json.JsonDocument.Parse("{ \"Authorization\": ts3cr3t }"));

        Assert.DoesNotContain("s3cr3t", ConfigurationFiles.Describe("gateway.json", exception), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Neither_the_status_nor_the_log_shows_it()
    {
        LogLines log = new();
        await using var upstream = await Upstream.StartAsync();
        await using var gateway = await GatewayInstance.StartAsync(GatewayConfig.Route(upstream.Address), log.AddTo);

        await gateway.ReconfigureAsync(GatewayConfig.Route("http://me:s3cr3t@t", "\"RequestHeaders\": { \"Set\": { \"Authorization\": \"Bearer s3cr3t\\n\" } }"));
        await RejectedReloadTests.ErrorAsync(gateway, "http://***@t");

        Assert.DoesNotContain("s3cr3t", await gateway.Client.GetStringAsync("/gateway/status"), StringComparison.Ordinal);
        Assert.Contains(log.Lines, line => line.Contains("***", StringComparison.Ordinal));
        Assert.DoesNotContain(log.Lines, line => line.Contains("s3cr3t", StringComparison.Ordinal));
    }

    private static string Target(string address) => $$"""{ "Routes": { "r": { "Path": "/a", "Targets": "{{address}}" } } }""";
}
