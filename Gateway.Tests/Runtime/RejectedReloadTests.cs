using Gateway.Tests.Harness;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace Gateway.Tests.Runtime;

public sealed class RejectedReloadTests
{
    public static TheoryData<string, string> Invalid => new()
    {
        { """{ "Gateway": { "Routes": { "r": { "Path": "/api/{**path}", "Targets": "nowhere", "MaxRetries": 99 } } } }""", "Gateway:Routes:r:MaxRetries" },
        { """{ "Gateway": { "Routes": """, "not valid JSON, line 1" },
        { "", "gateway.json" },
        { "[]", "gateway.json" },
        { """{ "Gateway": { "Routes": { "r": { "Path": "/a", "path": "/b" } } } }""", "duplicate key" },
    };

    [Theory]
    [MemberData(nameof(Invalid))]
    public async Task An_invalid_change_is_rejected_whole_and_told_until_it_is_mended(string content, string says)
    {
        await using var a = await Upstream.StartAsync("a");
        await using var gateway = await GatewayInstance.StartAsync(ReloadTests.One(a.Address));

        await gateway.WriteConfigFileAsync(content);
        await ErrorAsync(gateway, says);

        Assert.Equal(1, (int)(await ReloadTests.ConfigAsync(gateway))["version"]!);
        Assert.Equal("a", await gateway.Client.GetStringAsync("/api/x"));

        await gateway.ReconfigureAsync(ReloadTests.One(a.Address, ", \"MaxRetries\": 1"));
        await ReloadTests.VersionAsync(gateway, 2);
        Assert.Null((await ReloadTests.ConfigAsync(gateway))["lastError"]);
    }

    [Fact]
    public async Task A_deleted_file_is_no_config_and_its_return_mends_it()
    {
        await using var a = await Upstream.StartAsync("a");
        await using var gateway = await GatewayInstance.StartAsync(ReloadTests.One(a.Address));

        File.Delete(gateway.ConfigFile);
        await ErrorAsync(gateway, "was deleted");
        Assert.Equal("a", await gateway.Client.GetStringAsync("/api/x"));

        await gateway.ReconfigureAsync(ReloadTests.One(a.Address));
        await Eventually.BecomesTrueAsync(async () => (await ReloadTests.ConfigAsync(gateway))["lastError"] is null, ReloadTests.Limit, "the error is gone");
        Assert.Equal(1, (int)(await ReloadTests.ConfigAsync(gateway))["version"]!);
    }

    [Fact]
    public async Task A_broken_file_keeps_the_addresses_that_service_discovery_had_from_it()
    {
        await using var a = await Upstream.StartAsync("a");
        static string Content(string services) => $$"""{ "services": { {{services}} }, "Gateway": { "Routes": { "r": { "Path": "/api/{**path}", "Targets": "http://orders" } } } }""";
        await using var gateway = await GatewayInstance.StartAsync("{}");
        await gateway.WriteConfigFileAsync(Content($"\"orders\": {{ \"http\": [ \"{a.Address}\" ] }}"));
        await ReloadTests.VersionAsync(gateway, 2);
        Assert.Equal("a", await gateway.Client.GetStringAsync("/api/x"));

        await gateway.WriteConfigFileAsync("{ broken");
        await ErrorAsync(gateway, "not valid JSON");

        var configuration = (IConfiguration)gateway.Services.GetService(typeof(IConfiguration))!;
        Assert.Equal(a.Address, configuration["services:orders:http:0"]);
        Assert.Equal("a", await gateway.Client.GetStringAsync("/api/x"));
    }

    [Fact]
    public async Task The_same_rejected_change_is_logged_once()
    {
        LogLines log = new();
        await using var a = await Upstream.StartAsync("a");
        await using var gateway = await GatewayInstance.StartAsync(ReloadTests.One(a.Address), log.AddTo);

        await gateway.WriteConfigFileAsync("""{ "Gateway": { "Rutes": 1 } }""");
        await ErrorAsync(gateway, "Rutes");
        await gateway.WriteConfigFileAsync("""{ "Gateway": { "Rutes": 1 }, "Logging": {} }""");
        await gateway.WriteConfigFileAsync("""{ "Gateway": { "Ruttes": 1 } }""");
        await ErrorAsync(gateway, "Ruttes");

        Assert.Equal([1, 1], ((string[])["Gateway:Rutes", "Gateway:Ruttes"]).Select(path => log.Lines.Count(line => line.Contains("rejected", StringComparison.Ordinal) && line.Contains(path, StringComparison.Ordinal))));
    }

    [Fact]
    public async Task The_log_says_when_the_configuration_is_valid_again()
    {
        LogLines log = new();
        await using var a = await Upstream.StartAsync("a");
        await using var gateway = await GatewayInstance.StartAsync(ReloadTests.One(a.Address), builder =>
        {
            builder.Logging.SetMinimumLevel(LogLevel.Information);
            log.AddTo(builder);
        });
        await gateway.WriteConfigFileAsync("{ broken");
        await ErrorAsync(gateway, "not valid JSON");

        await gateway.ReconfigureAsync(ReloadTests.One(a.Address));

        await Eventually.BecomesTrueAsync(() => log.Lines.Any(line => line.Contains("The configuration is valid again: it is that of version 1", StringComparison.Ordinal)), ReloadTests.Limit, "the line");
    }

    [Fact]
    public async Task A_route_added_in_code_stands_beside_the_config_and_hides_no_error_of_it()
    {
        await using var a = await Upstream.StartAsync("a");
        await using var b = await Upstream.StartAsync("b");
        await using var gateway = await GatewayInstance.StartAsync(ReloadTests.One(a.Address));
        GatewayRoute added = new() { Name = "added", Path = "/added", Targets = [RouteTarget.At(new Uri(b.Address))] };
        await gateway.WriteConfigFileAsync("{ broken");
        await ErrorAsync(gateway, "not valid JSON");

        await gateway.Gateway.AddAsync(added);

        Assert.Equal("b", await gateway.Client.GetStringAsync("/added"));
        Assert.NotNull((await ReloadTests.ConfigAsync(gateway))["lastError"]);
        await Assert.ThrowsAsync<GatewayConfigurationException>(() => gateway.Gateway.AddAsync(added));

        await gateway.ReconfigureAsync($$"""{ "Routes": { "mine": { "Path": "/added", "Targets": "{{a.Address}}" } } }""");
        await ErrorAsync(gateway, "takes the same requests as route");
        Assert.True(await gateway.Gateway.RemoveAsync("ADDED"));
        Assert.False(await gateway.Gateway.RemoveAsync("added"));
        await gateway.ReconfigureAsync($$"""{ "Routes": { "mine": { "Path": "/added" , "Targets": "{{a.Address}}" } } }""");
        await Eventually.BecomesTrueAsync(async () => (await ReloadTests.ConfigAsync(gateway))["lastError"] is null, ReloadTests.Limit, "the config is taken");
        Assert.Equal("a", await gateway.Client.GetStringAsync("/added"));
    }

    internal static Task ErrorAsync(GatewayInstance gateway, string says) => Eventually.BecomesTrueAsync(
        async () => ((string?)(await ReloadTests.ConfigAsync(gateway))["lastError"])?.Contains(says, StringComparison.Ordinal) == true,
        ReloadTests.Limit, () => $"the status tells \"{says}\"; it tells {gateway.Gateway.LastError}");
}
