using System.Net.Sockets;
using Gateway.Tests.Harness;

namespace Gateway.Tests.Shutdown;

/// <summary>A gateway process with one catch-all route to an upstream.</summary>
internal sealed class RunningGateway : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("gateway-test-").FullName;

    private RunningGateway(Upstream upstream, string drainDelay)
    {
        var config = Path.Combine(_folder, "gateway.json");
        File.WriteAllText(config, $$"""{ "Gateway": { "DrainDelay": "{{drainDelay}}", "Routes": { "r": { "Path": "/{**path}", "Targets": "{{upstream.Address}}", "MaxRetries": 0 } } } }""");
        Port = Ports.Free();
        Process = GatewayProcess.Start(["--port", $"{Port}", "--config", config]);
        Client = new() { BaseAddress = new($"http://localhost:{Port}/"), Timeout = TimeSpan.FromSeconds(30) };
    }

    public GatewayProcess Process { get; }

    public HttpClient Client { get; }

    private int Port { get; }

    public static async Task<RunningGateway> StartAsync(Upstream upstream, string drainDelay)
    {
        RunningGateway gateway = new(upstream, drainDelay);
        await Eventually.BecomesTrueAsync(gateway.AcceptsAsync, TimeSpan.FromSeconds(30), "the gateway listens");
        return gateway;
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
