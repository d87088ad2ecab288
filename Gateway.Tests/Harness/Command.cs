using System.Diagnostics;
using System.Text;

namespace Gateway.Tests.Harness;

/// <summary>A program that is run to its end.</summary>
internal static class Command
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);

    public static Task<(int ExitCode, string Output, string Errors)> RunAsync(string program, params string[] arguments) => RunAsync(program, arguments, new Dictionary<string, string>());

    public static async Task<(int ExitCode, string Output, string Errors)> RunAsync(string program, string[] arguments, IReadOnlyDictionary<string, string> environment, string? workingDirectory = null)
    {
        ProcessStartInfo start = new(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = workingDirectory ?? string.Empty };
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        using Process process = new() { StartInfo = start };
        StringBuilder output = new(), errors = new();
        process.OutputDataReceived += (_, line) => output.AppendLine(line.Data);
        process.ErrorDataReceived += (_, line) => errors.AppendLine(line.Data);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        using CancellationTokenSource limit = new(Limit);
        await process.WaitForExitAsync(limit.Token);
        return (process.ExitCode, output.ToString(), errors.ToString());
    }
}
