using System.Diagnostics;
using System.Net.Sockets;
using Gateway.Tests.Harness;

namespace Gateway.Tests.Server;

/// <summary>A gateway process with limits of its own.</summary>
internal sealed class LimitedGateway : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("gateway-test-").FullName;
    private readonly GatewayProcess _process;

    private LimitedGateway(Upstream upstream, string limits)
    {
        var config = Path.Combine(_folder, "gateway.json");
        File.WriteAllText(config, $$"""{ "Gateway": {{GatewayConfig.Route(upstream.Address, gateway: $$"""  "Limits": { {{limits}} } """)}} }""");
        Address = new($"http://127.0.0.1:{Ports.Free()}/");
        _process = GatewayProcess.Start(["--host", "127.0.0.1", "--port", $"{Address.Port}", "--config", config], new Dictionary<string, string> { ["Logging__LogLevel__Default"] = "Warning" });
    }

    public Uri Address { get; }

    /// <summary>Memory that the process occupies, in bytes.</summary>
    public long WorkingSet
    {
        get
        {
            using var process = Process.GetProcessById(_process.Id);
            return process.WorkingSet64;
        }
    }

    public static async Task<LimitedGateway> StartAsync(Upstream upstream, string limits)
    {
        LimitedGateway gateway = new(upstream, limits);
        await Eventually.BecomesTrueAsync(gateway.AcceptsAsync, TimeSpan.FromSeconds(30), "the gateway listens");
        return gateway;
    }

    public HttpClient NewClient() => new() { BaseAddress = Address, Timeout = TimeSpan.FromSeconds(30) };

    public async ValueTask DisposeAsync()
    {
        await _process.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task<bool> AcceptsAsync()
    {
        using TcpClient client = new();
        try
        {
            await client.ConnectAsync(Address.Host, Address.Port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
