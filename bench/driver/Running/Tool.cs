using System.Diagnostics;

namespace Gateway.Bench.Running;

/// <summary>A program that is run to its end for what it prints.</summary>
internal static class Tool
{
    /// <summary>Both streams of its output; the tool is ended when <paramref name="stop"/> says so.</summary>
    public static async Task<string> RunAsync(string file, IEnumerable<string> arguments, CancellationToken stop)
    {
        using var process = Process.Start(new ProcessStartInfo(file, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })
            ?? throw new BenchException($"{file} does not start");
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(stop);
            var errors = process.StandardError.ReadToEndAsync(stop);
            var text = await output + await errors;
            await process.WaitForExitAsync(stop);
            return process.ExitCode == 0 ? text : throw new BenchException($"{file} ended with {process.ExitCode}:\n{text}");
        }
        finally
        {
            if (!process.HasExited)
                process.Kill();
        }
    }
}
