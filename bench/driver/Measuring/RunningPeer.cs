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

    /// <summary>
    /// Load whose figures do not count, but whose errors do: for so many seconds, and then until the costs do not fall any more,
    /// at most three times as long. What is compiled while it runs takes its time on few cores.
    /// </summary>
    public async Task<TimeSpan> WarmUpAsync(LoadGenerator load, int seconds, CancellationToken stop)
    {
        const int piece = 2;
        const double stillFalling = 0.95;
        var done = 0;
        var least = double.PositiveInfinity;
        while (done < 3 * seconds)
        {
            var cost = (await RunAsync(load, piece, stop)).CpuPerRequest;
            done += piece;
            if (done >= seconds && cost > least * stillFalling)
                break;
            least = Math.Min(least, cost);
        }

        return TimeSpan.FromSeconds(done);
    }

    public async Task<Measurement> MeasureAsync(LoadGenerator load, int seconds, CancellationToken stop)
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

    private async Task<Measurement> RunAsync(LoadGenerator load, int seconds, CancellationToken stop)
    {
        var before = Cpu();
        var result = await load.RunAsync(_site.Scenario, _site.Port, seconds, stop);
        Measurement measurement = new(result, Cpu() - before);
        if (_server.HasExited)
            throw new BenchException($"It ended under load:\n{_server.Log}");
        if (result.Requests == 0)
            throw new BenchException($"It answered no request:\n{_server.Log}");
        Result.Errors += result.Errors;
        return measurement;
    }

    private TimeSpan Cpu() => _server.Pids().Aggregate(TimeSpan.Zero, (sum, pid) => sum + (ProcessStat.Read(pid)?.Cpu ?? TimeSpan.Zero));
}
