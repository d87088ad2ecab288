using Gateway.Bench.Load;
using Gateway.Bench.Measuring;
using Gateway.Bench.Peers;
using Gateway.Bench.Running;

namespace Gateway.Bench;

/// <summary>One run: the upstream is started once, the peers afresh for each scenario.</summary>
internal sealed class BenchRun(BenchOptions options, WorkFolder folder)
{
    private readonly LoadGenerator _load = new(folder);
    private readonly Progress _progress = new(options);
    private int _folders;

    public async Task<IReadOnlyList<ScenarioResult>> RunAsync(CancellationToken stop)
    {
        int[] ports = [Ports.Free(), Ports.Free(), Ports.Free()];
        using var dead = Ports.Refusing();
        await using var upstream = Server.Start(Upstream.Prepare(ports, NewFolder("upstream")));
        await FirstAnswer.WaitAsync(upstream, ports[0], stop);

        List<ScenarioResult> results = [];
        foreach (var scenario in options.Scenarios)
        {
            Backend[] backends = scenario.Backends switch
            {
                Backends.Weighted => [new(ports[0], 70), new(ports[1], 20), new(ports[2], 10)],
                Backends.OneDead => [new(ports[0], 1), new(ports[1], 1), new(Ports.PortOf(dead), 1)],
                _ => [new(ports[0], 1)],
            };
            _progress.Begin(scenario);
            results.Add(await RunAsync(scenario, () => new Site(scenario, Ports.Free(), backends, ports[0]), stop));
            _progress.End(scenario);
        }

        return results;
    }

    private async Task<ScenarioResult> RunAsync(Scenario scenario, Func<Site> site, CancellationToken stop)
    {
        ScenarioResult result = new(scenario, [.. options.PeersOf(scenario).Select(peer => new PeerResult(peer))]);
        if (scenario.Starts > 0)
            await StartAsync(result, site, stop);
        else
            await LoadAsync(result, site, stop);
        return result;
    }

    private async Task StartAsync(ScenarioResult result, Func<Site> site, CancellationToken stop)
    {
        for (var round = 0; round < result.Scenario.Starts; round++)
        {
            foreach (var peer in Turn(result.Peers, round))
            {
                await Attempt(peer, async () =>
                {
                    await using var running = await RunningPeer.StartAsync(peer, site(), NewFolder(peer.Peer.Name), stop);
                    Progress.Started(peer, round + 1, result.Scenario.Starts);
                });
            }
        }
    }

    // All run side by side, so that rounds can take turns; who has no load takes no processor time.
    private async Task LoadAsync(ScenarioResult result, Func<Site> site, CancellationToken stop)
    {
        List<RunningPeer> running = [];
        try
        {
            foreach (var peer in Enumerable.Repeat(result.Peers, result.Scenario.Processes).SelectMany(peers => peers))
            {
                await Attempt(peer, async () =>
                {
                    running.Add(await RunningPeer.StartAsync(peer, site(), NewFolder(peer.Peer.Name), stop));
                    Progress.Started(peer, 1, 1);
                });
            }

            // Once all have started: kept connections would not outlast a long start of another one.
            foreach (var peer in running)
                await Attempt(peer.Result, async () => Progress.WarmedUp(peer.Result, await peer.WarmUpAsync(_load, options.WarmUpOf(result.Scenario), stop)));

            var rounds = options.RoundsOf(result.Scenario);
            for (var round = 0; round < rounds; round++)
            {
                foreach (var peer in Turn(running, round))
                    await Attempt(peer.Result, async () => Progress.Measured(peer.Result, await peer.MeasureAsync(_load, options.Seconds, stop), round + 1, rounds));
            }
        }
        finally
        {
            foreach (var peer in running)
                await peer.DisposeAsync();
        }
    }

    // One that fails does not take the others' figures along.
    private static async Task Attempt(PeerResult peer, Func<Task> what)
    {
        if (peer.Failure is not null)
            return;
        try
        {
            await what();
        }
        catch (BenchException error)
        {
            peer.Failure = error.Message.Trim();
            Progress.Failed(peer);
        }
    }

    // Each round begins with another peer.
    private static IEnumerable<T> Turn<T>(IReadOnlyList<T> peers, int round) =>
        Enumerable.Range(0, peers.Count).Select(index => peers[(index + round) % peers.Count]);

    private string NewFolder(string name) => folder.Folder($"{name}-{++_folders}");
}
