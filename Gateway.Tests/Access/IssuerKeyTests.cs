using System.Diagnostics;
using System.Net;
using System.Text.Json;
using Gateway.Tests.Harness;
using Microsoft.Extensions.DependencyInjection;
using Problem = Gateway.Tests.Harness.Problem;

namespace Gateway.Tests.Access;

/// <summary>The keys that tokens are checked with: fetched in the background, and never waited for long.</summary>
public sealed class IssuerKeyTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(15);

    [Fact]
    public async Task While_the_issuer_hangs_tokens_get_503_in_time_and_all_wait_for_one_fetch()
    {
        LogLines log = new();
        await using var issuer = await HttpIssuer.StartAsync(hangs: true);
        await using var upstream = await Upstream.StartAsync();
        ManualTime time = new();
        await using var gateway = await GatewayInstance.StartAsync(GatewayConfig.Route(upstream.Address, $"\"Authorization\": {issuer.Settings}"), builder =>
        {
            log.AddTo(builder);
            builder.Services.AddSingleton<TimeProvider>(time);
        });

        var asking = Task.WhenAll(Enumerable.Range(0, 30).Select(async _ =>
        {
            using var response = await AskAsync(gateway, issuer.Keys.Token());
            await Problem.AssertAsync(response, HttpStatusCode.ServiceUnavailable, "keys_unavailable");
            Assert.NotNull(response.Headers.RetryAfter);
        }));
        await Eventually.BecomesTrueAsync(() => time.TimersDueIn(TimeSpan.FromSeconds(2)) == 30 && issuer.MetadataRequests == 1, Soon, "all wait for two seconds");
        time.Advance(TimeSpan.FromSeconds(2));
        await asking.WaitAsync(Soon);

        Assert.Equal(1, issuer.MetadataRequests);
        Assert.Equal(("unavailable", HttpStatusCode.Unauthorized), (await KeysAsync(gateway, "state"), await TokenTests.StatusAsync(gateway, null)));
        time.Advance(TimeSpan.FromSeconds(8));
        await Eventually.BecomesTrueAsync(() => log.Lines.Any(line => line.StartsWith("Error The keys of ", StringComparison.Ordinal)), Soon, "a log line");

        issuer.Hangs = false;
        Assert.Equal(HttpStatusCode.OK, await TokenTests.StatusAsync(gateway, issuer.Keys.Token()));
        Assert.Equal("current", await KeysAsync(gateway, "state"));
    }

    [Fact]
    public async Task When_the_issuer_fails_the_keys_that_are_there_stay_in_force()
    {
        using TestIssuer stranger = new();
        await using var issuer = await HttpIssuer.StartAsync();
        await using var upstream = await Upstream.StartAsync();
        await using var gateway = await StartAsync(issuer, upstream);
        Assert.Equal(HttpStatusCode.OK, await TokenTests.StatusAsync(gateway, issuer.Keys.Token()));

        issuer.Fails = true;

        // The key may be a new one, and nobody can say: that is no invalid token.
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await TokenTests.AskAsync(gateway, stranger.Token()));
        Assert.Equal(HttpStatusCode.OK, await TokenTests.StatusAsync(gateway, issuer.Keys.Token()));
        await Eventually.BecomesTrueAsync(async () => await KeysAsync(gateway, "state") == "stale", Soon, "the status tells");
        Assert.Contains("500", await KeysAsync(gateway, "error"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Only_the_configured_issuer_passes_whatever_the_metadata_says()
    {
        const string other = "https://other.example.com";
        await using var issuer = await HttpIssuer.StartAsync();
        issuer.Names = other;
        await using var upstream = await Upstream.StartAsync();
        await using var gateway = await StartAsync(issuer, upstream);

        Assert.Equal(HttpStatusCode.Unauthorized, await TokenTests.StatusAsync(gateway, issuer.Keys.Token(issuer: other)));
        Assert.Equal(HttpStatusCode.OK, await TokenTests.StatusAsync(gateway, issuer.Keys.Token()));
    }

    [Fact]
    public async Task A_new_key_works_on_its_first_token_and_the_withdrawn_one_no_more()
    {
        await using var issuer = await HttpIssuer.StartAsync();
        await using var upstream = await Upstream.StartAsync();
        await using var gateway = await StartAsync(issuer, upstream);
        for (var i = 0; i < 2; i++)
        {
            var old = issuer.Keys.Token();
            Assert.Equal(HttpStatusCode.OK, await TokenTests.StatusAsync(gateway, old));

            issuer.Keys.Rotate();

            Assert.Equal(HttpStatusCode.OK, await TokenTests.StatusAsync(gateway, issuer.Keys.Token()));
            Assert.Equal(HttpStatusCode.Unauthorized, await TokenTests.StatusAsync(gateway, old));
        }
    }

    [Fact]
    public async Task Tokens_with_unknown_keys_do_not_make_the_gateway_flood_the_issuer()
    {
        await using var issuer = await HttpIssuer.StartAsync();
        await using var upstream = await Upstream.StartAsync();
        await using var gateway = await StartAsync(issuer, upstream);
        Assert.Equal(HttpStatusCode.OK, await TokenTests.StatusAsync(gateway, issuer.Keys.Token()));
        using TestIssuer stranger = new();
        var tokens = Enumerable.Range(0, 20).Select(_ =>
        {
            stranger.Rotate();
            return stranger.Token();
        }).ToArray();

        var clock = Stopwatch.StartNew();
        for (var round = 0; round < 2; round++)
        {
            var statuses = await Task.WhenAll(tokens.Select(token => TokenTests.StatusAsync(gateway, token)));
            Assert.All(statuses, status => Assert.Equal(HttpStatusCode.Unauthorized, status));
        }

        // One for all of them. On a slow machine, where a token waits in vain and is sent again, one in 1.5 s.
        Assert.InRange(issuer.KeyRequests, 2, 3 + (int)(clock.Elapsed / TimeSpan.FromSeconds(1.5)));
        Assert.Empty(upstream.Received.Skip(1));
    }

    [Fact]
    public async Task A_key_file_behind_a_link_that_is_swapped_is_read_anew_and_one_that_is_gone_is_told_once()
    {
        using TestIssuer issuer = new();
        using TestIssuer next = new();
        LogLines log = new();
        await using var upstream = await Upstream.StartAsync();
        var link = Path.Combine(Path.GetDirectoryName(issuer.KeyFile)!, "current.json");
        File.CreateSymbolicLink(link, issuer.KeyFile);
        File.SetLastWriteTimeUtc(next.KeyFile, File.GetLastWriteTimeUtc(issuer.KeyFile));
        await using var gateway = await GatewayInstance.StartAsync(
            GatewayConfig.Route(upstream.Address, $"\"Authorization\": {issuer.Settings.Replace(issuer.KeyFile, link, StringComparison.Ordinal)}"), log.AddTo);
        Assert.Equal(HttpStatusCode.OK, await TokenTests.StatusAsync(gateway, issuer.Token()));

        File.CreateSymbolicLink(link + ".new", next.KeyFile);
        File.Move(link + ".new", link, overwrite: true);
        Assert.Equal(HttpStatusCode.OK, await TokenTests.StatusAsync(gateway, next.Token()));
        Assert.Equal(HttpStatusCode.Unauthorized, await TokenTests.StatusAsync(gateway, issuer.Token()));

        File.Delete(link);
        await Eventually.BecomesTrueAsync(
            async () =>
            {
                Assert.Equal(HttpStatusCode.OK, await TokenTests.StatusAsync(gateway, next.Token()));
                return await KeysAsync(gateway, "state") == "stale";
            },
            Soon,
            "the status tells");
        Assert.Single(log.Lines, line => line.Contains("The keys of ", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("{ \"Issuer\": {} }", "")]
    [InlineData("{ \"Issuer\": {} }", "\"Defaults\": { \"Authorization\": { \"Issuer\": \"https://issuer.example.com\", \"Audiences\": [\"a\"] } }")]
    public async Task An_issuer_that_is_an_empty_object_is_an_error_and_no_open_route(string authorization, string gateway)
    {
        var error = await Assert.ThrowsAsync<GatewayConfigurationException>(
            () => GatewayInstance.StartAsync(GatewayConfig.Route("http://127.0.0.1:1", $"\"Authorization\": {authorization}", gateway)));

        Assert.Equal("Gateway:Routes:r:Authorization:Issuer", Assert.Single(error.Errors).Path);
    }

    private static Task<GatewayInstance> StartAsync(HttpIssuer issuer, Upstream upstream) =>
        GatewayInstance.StartAsync(GatewayConfig.Route(upstream.Address, $"\"Authorization\": {issuer.Settings}"));

    private static async Task<HttpResponseMessage> AskAsync(GatewayInstance gateway, string token)
    {
        using HttpRequestMessage request = new(HttpMethod.Get, "/api/x");
        request.Headers.Add("Authorization", $"Bearer {token}");
        return await gateway.Client.SendAsync(request);
    }

    private static async Task<string?> KeysAsync(GatewayInstance gateway, string member)
    {
        using var status = JsonDocument.Parse(await gateway.Client.GetStringAsync("/gateway/status"));
        return status.RootElement.GetProperty("routes")[0].GetProperty("keys").GetProperty(member).GetString();
    }
}
