using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using Gateway.Bench;
using Gateway.Bench.Reports;
using Gateway.Bench.Running;

[assembly: SupportedOSPlatform("linux")]

return await BenchCommand.RunAsync(args, async options =>
{
    // Whatever ends the run, what it has started ends first.
    using CancellationTokenSource stop = new();
    using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, End);
    using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, End);
    using var hangUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, End);

    try
    {
        using WorkFolder folder = new();
        var machine = await Machine.ReadAsync(options.Peers.Where(peer => peer.IsProxy), stop.Token);
        var results = await new BenchRun(options, folder).RunAsync(stop.Token);
        Report report = new(options, machine, results);
        Console.WriteLine($"\n{report.ToMarkdown()}");
        foreach (var file in report.Save())
            Console.WriteLine($"Written: {file}");

        if (report.FatalErrors is not { Length: > 0 } errors)
            return BenchCommand.Done;
        await Console.Error.WriteLineAsync($"There were errors: {errors}");
        return BenchCommand.Failed;
    }
    catch (BenchException error)
    {
        await Console.Error.WriteLineAsync(error.Message);
        return BenchCommand.Failed;
    }
    catch (OperationCanceledException) when (stop.IsCancellationRequested)
    {
        await Console.Error.WriteLineAsync("Ended before it was done.");
        return 130;
    }

    void End(PosixSignalContext signal)
    {
        signal.Cancel = true;
        stop.Cancel();
    }
});
