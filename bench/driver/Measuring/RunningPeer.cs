using System.Diagnostics;
using Gateway.Bench.Load;
using Gateway.Bench.Peers;
using Gateway.Bench.Running;

namespace Gateway.Bench.Measuring;

/// <summary>A peer that has been started for a scenario.</summary>
internal sealed class RunningPeer : IAsyncDisposable
{
    private readonly Site _site;
    private readonly Server _server;

    private RunningPeer(PeerResult result, Site site, Server server) => (Result, _site, _server) = (result, site, server);

    public PeerResult Result { get; }

    /// <summary>Starts the peer and waits for its first answer.</summary>
    public static async Task<RunningPeer> StartAsync(PeerResult result, Site site, string folder, CancellationToken stop)
    {
        var server = Server.Start(result.Peer.Prepare(site, folder));
        RunningPeer running = new(result, site, server);
        try
        {
            await FirstAnswer.WaitAsync(server, site, stop);
            result.FirstAnswers.Add(Stopwatch.GetElapsedTime(server.Started).TotalMilliseconds);
            return running;
        }
        catch
        {
            await running.DisposeAsync();
            throw;
        }
    }

    /// <summary>Load whose figures do not count, but whose errors do.</summary>
    public async Task WarmUpAsync(LoadGenerator load, double seconds, CancellationToken stop) => _ = await RunAsync(load, seconds, stop);

    public async Task<Measurement> MeasureAsync(LoadGenerator load, double seconds, CancellationToken stop)
    {
        var measurement = await RunAsync(load, seconds, stop);
        Result.Rounds.Add(measurement);
        return measurement;
    }

    public async ValueTask DisposeAsync()
    {
        Result.PeakMemory = Math.Max(Result.PeakMemory, _server.Pids().Sum(ProcessStat.PeakMemory));
        await _server.DisposeAsync();
    }

    private async Task<Measurement> RunAsync(LoadGenerator load, double seconds, CancellationToken stop)
    {
        var before = Cpu();
        var result = await load.RunAsync(_site.Scenario, _site.Port, seconds, stop);
        Measurement measurement = new(result, Cpu() - before);
        if (_server.HasExited)
            throw new BenchException($"{Result.Peer.Title} has ended under load:\n{_server.Log}");
        if (result.Requests == 0)
            throw new BenchException($"{Result.Peer.Title} answered no request:\n{_server.Log}");
        Result.Errors += result.Errors;
        return measurement;
    }

    private TimeSpan Cpu() => _server.Pids().Aggregate(TimeSpan.Zero, (sum, pid) => sum + (ProcessStat.Read(pid)?.Cpu ?? TimeSpan.Zero));
}
