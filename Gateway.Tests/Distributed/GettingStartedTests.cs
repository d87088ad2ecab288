using Gateway.Tests.Distributed.Topologies;
using Gateway.Tests.Harness;

namespace Gateway.Tests.Distributed;

/// <summary>The commands of docs/getting-started.md, with the ports of this topology.</summary>
public sealed class GettingStartedTests(SharedTopology topology) : SharedTopologyTest(topology)
{
    private static readonly NamedBlocks Page = new("docs/getting-started.md");

    [Fact]
    public async Task Every_command_of_the_demo_returns_data()
    {
        foreach (var command in Page.Get("commands", "demo").Split('\n'))
            Assert.DoesNotContain(await RunAsync(command.Replace("curl", "curl -sS --fail-with-body", StringComparison.Ordinal)), (string[])["", "[]"]);
    }

    [Fact]
    public async Task The_commands_of_the_canary_show_a_version_always_the_next_one_and_that_of_a_user()
    {
        Assert.Collection(
            Page.Get("commands", "canary").Split('\n'),
            plain => Assert.DoesNotContain("-H", plain, StringComparison.Ordinal),
            tester => Assert.Contains("always coretelemetry-next", tester, StringComparison.Ordinal),
            user => Assert.Contains("always the same version", user, StringComparison.Ordinal));

        var (plain, tester, user) = Page.Get("commands", "canary").Split('\n') is [var a, var b, var c] ? (a, b, c) : default;
        Assert.Contains(await VersionAsync(plain), (string[])["coretelemetry", "coretelemetry-next"]);
        for (var i = 0; i < 4; i++)
            Assert.Equal("coretelemetry-next", await VersionAsync(tester));
        var anns = await VersionAsync(user);
        for (var i = 0; i < 4; i++)
            Assert.Equal(anns, await VersionAsync(user));
    }

    [Fact]
    public void The_terminal_shows_the_commands_of_the_page()
    {
        var shown = NamedBlocks.Read("Gateway.AppHost/Addresses.cs").Replace("{url}", "localhost:8001", StringComparison.Ordinal);

        Assert.All(
            $"{Page.Get("commands", "demo")}\n{Page.Get("commands", "canary")}".Split('\n'),
            command => Assert.Contains(command.Split("  #")[0].TrimEnd() + "\n", shown, StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_fault_is_seen_and_ends()
    {
        Assert.Collection(
            Page.Get("commands", "fault").Split('\n'),
            put => Assert.Contains("_fake/behavior", put, StringComparison.Ordinal),
            health => Assert.Contains("503, coredinator unhealthy", health, StringComparison.Ordinal),
            delete => Assert.Contains("DELETE", delete, StringComparison.Ordinal));

        var (put, health, delete) = Page.Get("commands", "fault").Split('\n') is [var a, var b, var c] ? (a, b, c) : default;
        await RunAsync(put);
        await SeenAsync(health, " 503 ", "\"coredinator\":\"unhealthy\"");
        await RunAsync(delete);
        await SeenAsync(health, " 200 ");
    }

    private async Task<string> VersionAsync(string command)
    {
        var response = await RunAsync(command.Replace("curl", "curl -sS --fail-with-body", StringComparison.Ordinal));
        return Assert.Single(response.Split('\n'), line => line.StartsWith("X-Fake-Instance:", StringComparison.OrdinalIgnoreCase)).Split(':')[1].Trim();
    }

    // A response of /health is shared for up to a second.
    private async Task SeenAsync(string command, params string[] parts)
    {
        var seen = "";
        await Eventually.BecomesTrueAsync(
            async () => parts.All((seen = await RunAsync(command.Replace("curl", "curl -sS", StringComparison.Ordinal))).Contains), TimeSpan.FromSeconds(20), () => seen);
    }

    private async Task<string> RunAsync(string command)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The commands are for a POSIX shell.");
        var text = command
            .Replace("localhost:8001", Gateway.BaseAddress!.Authority, StringComparison.Ordinal)
            .Replace("localhost:7000", Topology.Coredinator.Client.BaseAddress!.Authority, StringComparison.Ordinal);
        var (exitCode, output, errors) = await Command.RunAsync("sh", "-c", text);
        Assert.True(exitCode == 0, $"{text}\n{output}\n{errors}");
        return output;
    }
}
