using System.Net;
using Gateway.Tests.Harness;
using Gateway.Tests.Runtime;

namespace Gateway.Tests.Targets;

public sealed class FailingDiscoveryTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(15);

    [Fact]
    public async Task A_look_up_that_failed_is_made_again()
    {
        await using var upstream = await Upstream.StartAsync("found");
        LogLines log = new();
        ProgrammedDiscovery discovery = new();
        discovery.Set("orders", _ => throw new InvalidOperationException("discovery is down"));
        await using var gateway = await GatewayInstance.StartAsync(GatewayConfig.Route("http://orders", "\"MaxRetries\": 0"), builder =>
        {
            discovery.AddTo(builder);
            log.AddTo(builder);
        });
        Assert.Single(log.Lines, line => line.Contains("service discovery failed for target orders", StringComparison.Ordinal));

        discovery.Set("orders", upstream.Address);

        await Eventually.BecomesTrueAsync(async () => (await gateway.Client.GetAsync("/api/")).IsSuccessStatusCode, Limit, "the endpoint is found");
    }

    [Fact]
    public async Task A_providers_own_time_limit_rejects_no_change_and_ends_no_discovery()
    {
        await using var upstream = await Upstream.StartAsync("found");
        ProgrammedDiscovery discovery = new();
        discovery.Set("orders", _ => throw new TaskCanceledException("the provider's own limit"));
        await using var gateway = await GatewayInstance.StartAsync(GatewayConfig.Route(upstream.Address), discovery.AddTo);

        await gateway.ReconfigureAsync(GatewayConfig.Route("http://orders", "\"MaxRetries\": 0"));
        await ReloadTests.VersionAsync(gateway, 2);
        discovery.Set("orders", upstream.Address);

        await Eventually.BecomesTrueAsync(async () => (await gateway.Client.GetAsync("/api/")).IsSuccessStatusCode, Limit, "the endpoint is found");
    }

    [Fact]
    public async Task Changes_are_followed_for_longer_than_the_resolver_remembers_and_leave_nothing_behind()
    {
        await using var a = await Upstream.StartAsync("a");
        await using var b = await Upstream.StartAsync("b");
        ProgrammedDiscovery discovery = new();
        discovery.Set("orders", a.Address);
        await using var gateway = await GatewayInstance.StartAsync(GatewayConfig.Route("http://orders"), discovery.AddTo);
        Assert.Equal("a", await gateway.Client.GetStringAsync("/api/"));

        for (var i = 0; i < 20; i++)
        {
            var asked = discovery.Asked;
            discovery.Change();
            await Eventually.BecomesTrueAsync(() => discovery.Asked > asked, Limit, "the change is looked at");
        }

        // The resolver's own and the target's, whatever was registered for the changes before.
        await Eventually.BecomesTrueAsync(() => discovery.Waiting is > 0 and <= 2, Limit, $"{discovery.Waiting} callbacks wait");
        discovery.Set("orders", b.Address);
        discovery.Change();
        await Eventually.BecomesTrueAsync(async () => await gateway.Client.GetStringAsync("/api/") == "b", Limit, "the change is seen");
    }

    [Fact]
    public async Task A_name_that_hangs_holds_up_a_change_for_a_few_seconds_at_most()
    {
        ProgrammedDiscovery discovery = new();
        discovery.Set("localhost", async cancellation =>
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellation);
            return [];
        });
        await using var upstream = await Upstream.StartAsync("found");
        await using var gateway = await GatewayInstance.StartAsync(GatewayConfig.Route(upstream.Address), discovery.AddTo);

        await gateway.ReconfigureAsync(GatewayConfig.Route($"http://localhost:{Ports.Free()}", "\"MaxRetries\": 0"));
        await ReloadTests.VersionAsync(gateway, 2);

        using var response = await gateway.Client.GetAsync("/api/");
        Assert.Equal(HttpStatusCode.BadGateway, response.StatusCode);
    }

    [Fact]
    public async Task A_change_of_the_config_while_the_gateway_starts_is_not_lost()
    {
        await using var a = await Upstream.StartAsync("a");
        await using var b = await Upstream.StartAsync("b");
        TaskCompletionSource asked = new(), found = new();
        ProgrammedDiscovery discovery = new();
        discovery.Set("orders", async _ =>
        {
            asked.TrySetResult();
            await found.Task;
            return [a.Address];
        });
        string? file = null;
        var starting = GatewayInstance.StartAsync(GatewayConfig.Route("http://orders"), builder =>
        {
            discovery.AddTo(builder);
            file = builder.Configuration.Sources.OfType<Microsoft.Extensions.Configuration.Json.JsonConfigurationSource>().Select(source => source.FileProvider!.GetFileInfo(source.Path!).PhysicalPath).First();
        });
        await asked.Task.WaitAsync(Limit);

        await File.WriteAllTextAsync(file!, $$"""{ "Gateway": {{GatewayConfig.Route(b.Address)}} }""");
        await Eventually.BecomesTrueAsync(() => starting.IsCompleted || new FileInfo(file!).LastWriteTimeUtc < TimeProvider.System.GetUtcNow().UtcDateTime.AddSeconds(-1), Limit, "the file was looked at");
        found.SetResult();
        await using var gateway = await starting;

        await Eventually.BecomesTrueAsync(
            async () =>
            {
                // A start that has waited long enough goes on without the endpoint.
                using var response = await gateway.Client.GetAsync("/api/");
                return response.IsSuccessStatusCode && await response.Content.ReadAsStringAsync() == "b";
            },
            Limit, "the change is in force");
    }
}
