using Aspire.Hosting.Dashboard.Protocol;
using Grpc.Core;

namespace Gateway.Tests.Distributed.Dashboard;

/// <summary>The stream of what a resource writes, line by line.</summary>
internal sealed class ConsoleLogWatch(DashboardService.DashboardServiceClient client, string resource, bool onlyKept = false) : IDisposable
{
    private readonly AsyncServerStreamingCall<WatchResourceConsoleLogsUpdate> _call = client.WatchResourceConsoleLogs(
        new WatchResourceConsoleLogsRequest { ResourceName = resource, SuppressFollow = onlyKept }, WatchedTopology.WithKey(), WatchedTopology.Deadline);

    private readonly Queue<ConsoleLogLine> _read = new();

    /// <summary>The next line; null at the end.</summary>
    public async Task<ConsoleLogLine?> NextAsync()
    {
        while (_read.Count == 0 && await _call.ResponseStream.MoveNext(CancellationToken.None))
        {
            foreach (var line in _call.ResponseStream.Current.LogLines)
                _read.Enqueue(line);
        }

        return _read.TryDequeue(out var next) ? next : null;
    }

    /// <summary>Reads on until a line has this in it.</summary>
    public async Task<ConsoleLogLine> UntilAsync(string text)
    {
        while (await NextAsync() is { } line)
        {
            if (line.Text.Contains(text, StringComparison.Ordinal))
                return line;
        }

        throw new InvalidOperationException($"The stream ended without '{text}'.");
    }

    public void Dispose() => _call.Dispose();
}
