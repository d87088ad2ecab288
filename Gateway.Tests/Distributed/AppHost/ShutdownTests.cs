using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Gateway.Tests.Distributed.AppHost;

/// <summary>However the AppHost ends, it leaves no process behind.</summary>
public sealed class ShutdownTests
{
    private static readonly TimeSpan OrderlyEnd = TimeSpan.FromSeconds(10);

    // Nobody is left to end the services but they themselves and who watches over them.
    private static readonly TimeSpan EndOfOrphans = TimeSpan.FromSeconds(8);

    public ShutdownTests()
    {
        AppHostProcess.RequireStandIn();
        ProcessTree.RequireProc();
    }

    [Theory]
    [InlineData(PosixSignal.SIGTERM)]
    [InlineData(PosixSignal.SIGINT)]
    public async Task Asked_to_end_it_ends_in_order_within_ten_seconds_and_leaves_no_process(PosixSignal signal)
    {
        await using var appHost = AppHostProcess.Start();
        await appHost.IsUpAsync();
        var processes = ProcessTree.Under(appHost.Id);
        Assert.True(processes.Count(process => process.Name == "dotnet") >= 3, $"Only {string.Join(", ", processes)} run");
        var clock = Stopwatch.StartNew();

        appHost.Signal(signal);

        Assert.Equal(0, await appHost.ExitAsync(OrderlyEnd));
        await ProcessTree.AreGoneAsync(processes, OrderlyEnd - clock.Elapsed);
        foreach (var service in (string[])["gateway", "coredinator", "coretelemetry", "coretelemetry-next"])
            Assert.Contains(appHost.Output.Split('\n'), line => line.StartsWith(service, StringComparison.Ordinal) && line.Contains("shutting down", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Killed_it_leaves_no_process_after_a_few_seconds()
    {
        await using var appHost = AppHostProcess.Start();
        await appHost.IsUpAsync();
        var processes = ProcessTree.Under(appHost.Id);

        appHost.Kill();

        await ProcessTree.AreGoneAsync(processes, EndOfOrphans);
    }

    [Fact]
    public async Task Killed_while_starting_it_leaves_no_process_after_a_few_seconds()
    {
        await using var appHost = AppHostProcess.Start();
        await Harness.Eventually.BecomesTrueAsync(
            () => ProcessTree.Under(appHost.Id).Any(process => process.Name == "dotnet"), TimeSpan.FromSeconds(60), "the AppHost starts a service");
        var processes = ProcessTree.Under(appHost.Id);

        appHost.Kill();

        await ProcessTree.AreGoneAsync(processes, EndOfOrphans);
    }
}
