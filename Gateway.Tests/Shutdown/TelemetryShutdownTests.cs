using System.Collections.Concurrent;
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
    public async Task A_collector_that_does_not_respond_delays_the_end_of_the_process_by_about_3_seconds()
    {
        // Connections are accepted, and that is all.
        using TcpListener collector = new(IPAddress.Loopback, 0);
        collector.Start();

        Assert.InRange(await EndAsync($"http://{collector.LocalEndpoint}"), TimeSpan.Zero, TimeSpan.FromSeconds(8));
    }

    [Fact]
    public async Task A_slow_collector_gets_what_is_left()
    {
        ConcurrentQueue<string> exported = [];
        await using var collector = await Upstream.StartAsync(answer: async context =>
        {
            await Task.Delay(TimeSpan.FromSeconds(0.5), TimeProvider.System, context.RequestAborted);
            exported.Enqueue(context.Request.Path);
        });

        await EndAsync(collector.Address, [new("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf"), new("OTEL_BSP_SCHEDULE_DELAY", "60000"), new("OTEL_BLRP_SCHEDULE_DELAY", "60000")]);

        Assert.Equal(["/v1/logs", "/v1/metrics", "/v1/traces"], exported.Distinct().Order());
    }

    /// <summary>How long a gateway that has answered a request needs from the signal until it has ended.</summary>
    private static async Task<TimeSpan> EndAsync(string collector, params KeyValuePair<string, string>[] more)
    {
        using HttpClient client = new() { BaseAddress = new($"http://localhost:{Ports.Free()}") };
        await using var gateway = GatewayProcess.Start(
            ["--port", $"{client.BaseAddress.Port}"],
            new Dictionary<string, string>(more) { ["OTEL_EXPORTER_OTLP_ENDPOINT"] = collector, ["Gateway__DrainDelay"] = "00:00:00" });
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
        return Stopwatch.GetElapsedTime(begun);
    }
}
