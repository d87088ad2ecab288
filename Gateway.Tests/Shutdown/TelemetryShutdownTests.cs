using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using Gateway.Tests.Harness;

namespace Gateway.Tests.Shutdown;

public sealed class TelemetryShutdownTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task A_collector_that_does_not_respond_delays_the_end_of_the_process_by_about_a_second()
    {
        // Connections are accepted, and that is all.
        using TcpListener collector = new(IPAddress.Loopback, 0);
        collector.Start();
        using HttpClient client = new() { BaseAddress = new($"http://localhost:{Ports.Free()}") };
        await using var gateway = GatewayProcess.Start(
            ["--port", $"{client.BaseAddress.Port}"],
            new Dictionary<string, string> { ["OTEL_EXPORTER_OTLP_ENDPOINT"] = $"http://{collector.LocalEndpoint}", ["Gateway__DrainDelay"] = "00:00:00" });
        await Eventually.BecomesTrueAsync(
            async () =>
            {
                try
                {
                    return (await client.GetAsync("/gateway/status")).IsSuccessStatusCode;
                }
                catch (HttpRequestException)
                {
                    return false;
                }
            },
            Limit, "the gateway listens");

        var begun = Stopwatch.GetTimestamp();
        gateway.Signal(PosixSignal.SIGTERM);

        Assert.Equal(0, await gateway.ExitAsync(Limit));
        Assert.InRange(Stopwatch.GetElapsedTime(begun), TimeSpan.Zero, TimeSpan.FromSeconds(5));
    }
}
