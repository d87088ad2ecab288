using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json;
using Gateway.Tests.Harness;

namespace Gateway.Tests.Faults;

/// <summary>A fake Coredinator as a process of its own, that can be killed, stopped in its tracks, and started again on its port.</summary>
internal sealed class FakeProcess : IAsyncDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(30);

    private readonly HttpClient _control;
    private Process _process = null!;

    private FakeProcess(int port)
    {
        Port = port;
        _control = new() { BaseAddress = new Uri(Address), Timeout = TimeSpan.FromSeconds(10) };
    }

    public int Port { get; }

    public string Address => $"http://localhost:{Port}";

    public static async Task<FakeProcess> StartAsync()
    {
        FakeProcess fake = new(Ports.Free());
        await fake.RestartAsync();
        return fake;
    }

    public async Task RestartAsync()
    {
        Start();
        await Eventually.BecomesTrueAsync(IsUpAsync, StartLimit, "the fake answers");

        // A process that has just begun is slow under 64 connections, which is another fault than the one that is tried.
        await Parallel.ForAsync(0, 600, new ParallelOptions { MaxDegreeOfParallelism = 64 }, async (_, stopping) => await _control.GetByteArrayAsync("/api/agents/", stopping));
        await ForgetAsync();
    }

    /// <summary>Starts the process, without waiting until it answers.</summary>
    public void Start()
    {
        _process = Process.Start(new ProcessStartInfo("dotnet", [Dll(), "--port", $"{Port}"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path.GetTempPath(),
            Environment = { ["Logging__LogLevel__Default"] = "Error" },
        })!;
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>As <c>kill -9</c>.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    /// <summary>As <c>kill -STOP</c>: the kernel goes on accepting connections, and nobody answers.</summary>
    public void Freeze() => Signal("-STOP");

    public void Thaw() => Signal("-CONT");

    public async Task MisbehaveAsync(string behavior)
    {
        using var response = await _control.PutAsync("/_fake/behavior", new StringContent(behavior));
        response.EnsureSuccessStatusCode();
    }

    public async Task BehaveAsync()
    {
        using var response = await _control.DeleteAsync("/_fake/behavior");
        response.EnsureSuccessStatusCode();
    }

    /// <summary>The values of a request header, of the requests that arrived since they were last forgotten, at most 1000.</summary>
    public async Task<IReadOnlyList<string>> ReceivedAsync(string header)
    {
        var log = await _control.GetFromJsonAsync<JsonElement>("/_fake/requests");
        return [.. log.GetProperty("requests").EnumerateArray()
            .Select(request => request.GetProperty("headers").EnumerateObject().FirstOrDefault(field => field.Name.Equals(header, StringComparison.OrdinalIgnoreCase)).Value)
            .Where(values => values.ValueKind == JsonValueKind.Array)
            .Select(values => values[0].GetString()!)];
    }

    public async Task ForgetAsync()
    {
        using var response = await _control.DeleteAsync("/_fake/requests");
        response.EnsureSuccessStatusCode();
    }

    public async ValueTask DisposeAsync()
    {
        _control.Dispose();
        try
        {
            await KillAsync();
        }
        catch (InvalidOperationException)
        {
            // It was killed before.
        }
    }

    private async Task<bool> IsUpAsync()
    {
        try
        {
            using var response = await _control.GetAsync("/api/healthcheck");
            return response.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private void Signal(string signal)
    {
        using var kill = Process.Start("kill", [signal, $"{_process.Id}"]);
        kill.WaitForExit();
    }

    // Beside the gateway's own build output: the same configuration and framework, in the fake's folder.
    private static string Dll()
    {
        var tests = new DirectoryInfo(AppContext.BaseDirectory);
        var root = tests.Parent!.Parent!.Parent!.Parent!;
        return Path.Combine(root.FullName, "Fakes.Coredinator", "bin", tests.Parent.Name, tests.Name, "Fakes.Coredinator.dll");
    }
}
