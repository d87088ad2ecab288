using System.Diagnostics;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Text;

namespace Gateway.Tests.Harness;

/// <summary>A program as a process of its own, started as a user would: <c>dotnet Program.dll</c>.</summary>
internal class DotnetProcess : IAsyncDisposable
{
    // What a shell starts in the background ignores SIGINT, and so does all that this starts in turn: a Ctrl+C must count here.
    private static readonly string[] Command = CanResetSignals() ? ["env", "--default-signal=INT", "dotnet"] : ["dotnet"];

    private readonly Process _process;
    private readonly StringBuilder _output = new();
    private readonly StringBuilder _errors = new();

    protected DotnetProcess(Assembly program, IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment, string? workingDirectory)
        : this(program.Location, arguments, environment, workingDirectory)
    {
    }

    protected DotnetProcess(string program, IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment, string? workingDirectory, bool isTool = false)
    {
        ProcessStartInfo start = new(isTool ? program : Command[0], isTool ? [] : [.. Command[1..], program])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = workingDirectory ?? Path.GetTempPath(),
        };
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
            start.Environment[name] = value;

        var process = _process = new() { StartInfo = start };
        process.OutputDataReceived += (_, line) => Append(_output, line.Data);
        process.ErrorDataReceived += (_, line) => Append(_errors, line.Data);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public int Id => _process.Id;

    public bool HasEnded => _process.HasExited;

    public string Output => Text(_output);

    public string Errors => Text(_errors);

    /// <summary>Sends a signal, as <c>kill</c> does.</summary>
    public void Signal(PosixSignal signal)
    {
        using var kill = Process.Start("kill", [signal == PosixSignal.SIGINT ? "-INT" : "-TERM", $"{Id}"]);
        kill.WaitForExit();
    }

    /// <summary>Ends it, and nothing else, at once: it cannot clean up.</summary>
    public void Kill() => _process.Kill();

    /// <summary>Runs to the end; returns the exit code.</summary>
    public async Task<int> ExitAsync(TimeSpan limit)
    {
        using CancellationTokenSource over = new(limit);
        await _process.WaitForExitAsync(over.Token);
        return _process.ExitCode;
    }

    public virtual async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync(CancellationToken.None);
        }

        _process.Dispose();
        GC.SuppressFinalize(this);
    }

    private static bool CanResetSignals()
    {
        if (!OperatingSystem.IsLinux())
            return false;
        using var env = Process.Start(new ProcessStartInfo("env", ["--default-signal=INT", "true"]) { RedirectStandardError = true });
        env!.WaitForExit();
        return env.ExitCode == 0;
    }

    private static void Append(StringBuilder builder, string? line)
    {
        lock (builder)
            builder.AppendLine(line);
    }

    private static string Text(StringBuilder builder)
    {
        lock (builder)
            return builder.ToString();
    }
}
