using System.Diagnostics;
using System.Text;

namespace Gateway.Tests.Clients;

/// <summary>A program of Clients/npm: a service, and a client that it becomes when it is told where the gateway is.</summary>
internal sealed class NodeProgram : IAsyncDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly StringBuilder _errors = new();
    private readonly CancellationTokenSource _limit = new(Limit);

    private NodeProgram(string folder, string name)
    {
        _process = Process.Start(new ProcessStartInfo("node", [name])
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        _process.ErrorDataReceived += (_, line) =>
        {
            lock (_errors)
                _errors.AppendLine(line.Data);
        };
        _process.BeginErrorReadLine();
    }

    /// <summary>The service's address.</summary>
    public string Address { get; private set; } = string.Empty;

    public static async Task<NodeProgram> StartAsync(string folder, string name)
    {
        NodeProgram program = new(folder, name);
        var line = await program._process.StandardOutput.ReadLineAsync(program._limit.Token);
        Assert.True(line?.StartsWith("listening ", StringComparison.Ordinal), $"{line} {program.Errors}");
        program.Address = $"http://127.0.0.1:{line!["listening ".Length..]}";
        return program;
    }

    /// <summary>Runs the client's cases through the gateway; returns the names of those that passed.</summary>
    public async Task<IReadOnlyList<string>> RunAsync(string gateway)
    {
        await _process.StandardInput.WriteLineAsync(gateway.AsMemory(), _limit.Token);
        List<string> passed = [];
        while (await _process.StandardOutput.ReadLineAsync(_limit.Token) is { } line)
            passed.Add(line.Replace("passed ", string.Empty, StringComparison.Ordinal));
        await _process.WaitForExitAsync(_limit.Token);
        Assert.True(_process.ExitCode == 0, $"After {string.Join(", ", passed)}: {Errors}");
        return passed;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            await _process.WaitForExitAsync(CancellationToken.None);
        }

        _process.Dispose();
        _limit.Dispose();
    }

    private string Errors
    {
        get
        {
            lock (_errors)
                return _errors.ToString();
        }
    }
}
