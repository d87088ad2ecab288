using System.CommandLine;
using Gateway.Bench.Peers;

namespace Gateway.Bench;

/// <summary>The command line of bench/run.sh.</summary>
internal static class BenchCommand
{
    public const int Done = 0;
    public const int Failed = 1;
    public const int BadArguments = 2;

    private static readonly string[] Quick = [Scenarios.SmallGet, "post", Scenarios.StartUp];

    public static async Task<int> RunAsync(string[] args, Func<BenchOptions, Task<int>> run)
    {
        var names = Scenarios.All.Select(scenario => scenario.Name).ToArray();
        Option<string> root = new("--root") { Required = true, Hidden = true };
        Option<int> rounds = new("--rounds") { Description = "How often each proxy is measured in a scenario", DefaultValueFactory = _ => 3 };
        Option<int?> seconds = new("--seconds") { Description = "How long each time, in seconds (default: 4; with --quick: 2)" };
        Option<int> warmUp = new("--warm-up") { Description = "The least seconds of load before the first round of a scenario, for each proxy", DefaultValueFactory = _ => 6 };
        Option<string[]> scenario = new("--scenario") { Description = "Only these scenarios: " + string.Join(", ", names), AllowMultipleArgumentsPerToken = true, HelpName = "name" };
        Option<string[]> peer = new("--peer") { Description = "Only these proxies: " + string.Join(", ", PeersIn("").Select(peer => peer.Name)), AllowMultipleArgumentsPerToken = true, HelpName = "name" };
        Option<bool> quick = new("--quick") { Description = $"About three minutes: {string.Join(", ", Quick)}" };
        Option<string?> output = new("--output") { Description = "A folder for RESULTS.md and bench.svg (default: bench and docs/images after a run of everything, else none)", HelpName = "folder" };
        scenario.AcceptOnlyFromAmong(names);
        peer.AcceptOnlyFromAmong([.. PeersIn("").Select(peer => peer.Name)]);
        foreach (var number in (Option[])[rounds, seconds, warmUp])
        {
            number.Validators.Add(result =>
            {
                if (result.Tokens is [var token] && !(int.TryParse(token.Value, out var value) && value is > 0 and <= 3600))
                    result.AddError($"{number.Name}: \"{token.Value}\" is not allowed; allowed: 1 to 3600");
            });
        }

        RootCommand command = new("Measures Gateway beside its peers on this machine, over the loopback interface. Takes about 25 minutes; let nothing else run.");
        foreach (var option in (Option[])[root, rounds, seconds, warmUp, scenario, peer, quick, output])
            command.Options.Add(option);
        command.SetAction(parsed =>
        {
            var isQuick = parsed.GetValue(quick);
            var only = parsed.GetValue(scenario) is { Length: > 0 } some ? some : isQuick ? Quick : names;
            var peers = parsed.GetValue(peer) is { Length: > 0 } few ? few : null;
            var folder = parsed.GetValue(root)!;
            return run(new(
                folder, parsed.GetValue(rounds), parsed.GetValue(seconds) ?? (isQuick ? 2 : 4), parsed.GetValue(warmUp),
                [.. Scenarios.All.Where(each => only.Contains(each.Name))],
                [.. PeersIn(folder).Where(each => peers?.Contains(each.Name) ?? true)],
                parsed.GetValue(output), Complete: only.Length == names.Length && peers is null));
        });

        var parsed = command.Parse(args);
        if (parsed.Errors.Count > 0)
        {
            foreach (var error in parsed.Errors)
                await Console.Error.WriteLineAsync($"{error.Message} (--help lists what is allowed)");
            return BadArguments;
        }

        return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null });
    }

    // run.sh has published the two programs to this folder.
    private static Peer[] PeersIn(string root) =>
    [
        new Nginx(), new HaProxy(), new Caddy(),
        new BareYarp(Path.Combine(root, "artifacts", "bench", "bare-yarp", "bare-yarp.dll")),
        new GatewayPeer(Path.Combine(root, "artifacts", "bench", "gateway", "Gateway.Proxy.dll")),
        new GatewayPeer(Path.Combine(root, "artifacts", "bench", "gateway", "Gateway.Proxy.dll"), isPlain: true),
    ];
}
