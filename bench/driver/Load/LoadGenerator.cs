using Gateway.Bench.Running;

namespace Gateway.Bench.Load;

/// <summary>Runs wrk for HTTP/1.1, or h2load for HTTP/2.</summary>
internal sealed class LoadGenerator(WorkFolder folder)
{
    public Task<LoadResult> RunAsync(Scenario scenario, int port, int seconds, CancellationToken stop) =>
        scenario.Http2 ? RunH2LoadAsync(scenario, port, seconds, stop) : RunWrkAsync(scenario, port, seconds, stop);

    private async Task<LoadResult> RunWrkAsync(Scenario scenario, int port, int seconds, CancellationToken stop)
    {
        var script = folder.Write($"{scenario.Name}.lua", $"""
            body_bytes = {scenario.BodyBytes}
            close = {(scenario.Close ? "true" : "false")}
            routes = {scenario.Routes}
            routes_used = {scenario.RoutesUsed}
            header_name = "{scenario.Header?.Name}"
            header_begin = "{scenario.Header?.Begin}"

            """ + WrkOutput.Script());
        var output = await Tool.RunAsync(
            "wrk", ["-t1", $"-c{scenario.Connections}", $"-d{seconds}s", "--timeout", "5s", "-s", script, $"http://127.0.0.1:{port}{scenario.Path}"], stop);
        return WrkOutput.Parse(output);
    }

    private async Task<LoadResult> RunH2LoadAsync(Scenario scenario, int port, int seconds, CancellationToken stop)
    {
        var log = folder.PathOf("h2load.log");
        File.Delete(log);
        var output = await Tool.RunAsync(
            "h2load", ["-t1", $"-c{scenario.Connections}", $"-m{scenario.Streams}", $"-D{seconds}", $"--log-file={log}", $"http://127.0.0.1:{port}{scenario.Path}"], stop);
        return H2LoadOutput.Parse(output, File.ReadLines(log), seconds);
    }
}
