using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Gateway.Tests.Distributed.AppHost;

/// <summary>However the AppHost ends, it leaves no process behind.</summary>
public sealed class ShutdownTests
{
    private static readonly TimeSpan OrderlyEnd = TimeSpan.FromSeconds(10);

    // The orchestrator ends a few seconds after the AppHost: it watches for its end.
    private static readonly TimeSpan EndOfOrphans = TimeSpan.FromSeconds(20);

    private readonly ITestOutputHelper _output;

    public ShutdownTests(ITestOutputHelper output)
    {
        MarkedProcesses.RequireProc();
        _output = output;
    }

    [Theory]
    [InlineData(PosixSignal.SIGTERM)]
    [InlineData(PosixSignal.SIGINT)]
    public async Task Asked_to_end_it_ends_the_services_before_itself_within_ten_seconds_and_leaves_no_process(PosixSignal signal)
    {
        await using var appHost = AppHostProcess.Start();
        await appHost.IsUpAsync();
        Assert.Equal(4, Services(appHost).Count);

        var clock = Stopwatch.StartNew();
        appHost.Signal(signal);

        Assert.Equal(0, await appHost.ExitAsync(OrderlyEnd));
        var ended = clock.Elapsed;
        Assert.Empty(Services(appHost));
        await MarkedProcesses.AreGoneAsync(appHost.Mark, EndOfOrphans);
        _output.WriteLine($"ended after {ended.TotalSeconds:0.0} s, the orchestrator after {clock.Elapsed.TotalSeconds:0.0} s");
    }

    [Fact]
    public async Task Killed_while_starting_it_leaves_no_process_after_a_few_seconds()
    {
        await using var appHost = AppHostProcess.Start();
        await Harness.Eventually.BecomesTrueAsync(() => Task.FromResult(Services(appHost).Count > 0), TimeSpan.FromSeconds(60), "the AppHost starts a service");

        appHost.Kill();

        await MarkedProcesses.AreGoneAsync(appHost.Mark, EndOfOrphans);
    }

    private static List<string> Services(AppHostProcess appHost) =>
        [.. MarkedProcesses.With(appHost.Mark).Where(command => command.Contains("/bin/", StringComparison.Ordinal) && (command.Contains("/Fakes.", StringComparison.Ordinal) || command.Contains("/Gateway.Proxy", StringComparison.Ordinal)))];
}
