using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Gateway.Bench.Running;

/// <summary>A server that was started here, with the processes it has started itself.</summary>
internal sealed class Server : IAsyncDisposable
{
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    private readonly Process _process;
    private readonly string _log;

    private Server(Process process, string log, long started) => (_process, _log, Started) = (process, log, started);

    /// <summary>When it was started, as <see cref="Stopwatch.GetTimestamp"/> has it.</summary>
    public long Started { get; }

    public bool HasExited => _process.HasExited;

    /// <summary>What it has printed.</summary>
    public string Log => File.Exists(_log) ? File.ReadAllText(_log) : string.Empty;

    public static Server Start(Command command)
    {
        // The shell gives its place to the server: the id stays, and nobody has to read what the server prints.
        var log = Path.Combine(command.Folder, "output.log");
        ProcessStartInfo start = new("/bin/sh", ["-c", "log=$1; shift; exec \"$@\" >\"$log\" 2>&1 </dev/null", "sh", log, command.File, .. command.Arguments])
        {
            WorkingDirectory = command.Folder,
        };

        // What configures the .NET peers is what is written here.
        foreach (var name in start.Environment.Keys.Where(IsConfiguration).ToArray())
            start.Environment.Remove(name);
        foreach (var (name, value) in command.Environment)
            start.Environment[name] = value;

        var started = Stopwatch.GetTimestamp();
        return new(Process.Start(start)!, log, started);
    }

    /// <summary>Its process, and those below it.</summary>
    public IReadOnlyList<int> Pids() => ProcessTree.Of(_process.Id);

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _ = Kill(_process.Id, (int)PosixSignalNumber.Terminate);
            using CancellationTokenSource limit = new(Grace);
            await _process.WaitForExitAsync(limit.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (!_process.HasExited)
                _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync(CancellationToken.None);
        }

        _process.Dispose();
    }

    private static bool IsConfiguration(string name) =>
        name.StartsWith("ASPNETCORE_", StringComparison.Ordinal) || name.StartsWith("OTEL_", StringComparison.Ordinal)
        || name.StartsWith("Gateway__", StringComparison.Ordinal) || name.StartsWith("services__", StringComparison.Ordinal);

    private enum PosixSignalNumber
    {
        Terminate = 15,
    }

    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Kill(int pid, int signal);
}
