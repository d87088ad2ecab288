using System.Net.Sockets;
using Gateway.Tests.Harness;

namespace Gateway.Tests.Shutdown;

/// <summary>A gateway process with one catch-all route to an upstream.</summary>
internal sealed class RunningGateway : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("gateway-test-").FullName;

    private RunningGateway(string upstream, string drainDelay, string drainTimeout)
    {
        var config = Path.Combine(_folder, "gateway.json");
        File.WriteAllText(config, $$"""{ "Gateway": { "DrainDelay": "{{drainDelay}}", "DrainTimeout": "{{drainTimeout}}", "Routes": { "r": { "Path": "/{**path}", "Targets": "{{upstream}}", "MaxRetries": 0 } } } }""");
        Port = Ports.Free();
        Process = GatewayProcess.Start(["--port", $"{Port}", "--config", config]);
        Client = new() { BaseAddress = new($"http://localhost:{Port}/"), Timeout = TimeSpan.FromSeconds(30) };
    }

    public GatewayProcess Process { get; }

    public HttpClient Client { get; }

    private int Port { get; }

    public Uri Address => Client.BaseAddress!;

    public static async Task<RunningGateway> StartAsync(Upstream upstream, string drainDelay, string drainTimeout = "00:00:30")
    {
        RunningGateway gateway = new(upstream.Address, drainDelay, drainTimeout);
        await Eventually.BecomesTrueAsync(gateway.AcceptsAsync, TimeSpan.FromSeconds(30), "the gateway listens");
        return gateway;
    }

    /// <summary>Whether <c>/ready</c> says that the gateway drains.</summary>
    public async Task<bool> IsDrainingAsync()
    {
        using var response = await Client.GetAsync("/ready");
        return await response.Content.ReadAsStringAsync() == """{"status":"draining"}""";
    }

    public async Task<bool> AcceptsAsync()
    {
        using TcpClient client = new();
        try
        {
            await client.ConnectAsync("localhost", Port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await Process.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}
