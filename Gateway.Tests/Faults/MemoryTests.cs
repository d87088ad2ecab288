using System.Diagnostics;
using System.Globalization;
using Gateway.Tests.Harness;
using Microsoft.AspNetCore.Http;

namespace Gateway.Tests.Faults;

/// <summary>What failed requests leave behind: nothing.</summary>
[Collection(nameof(AloneUnderLoad))]
public sealed class MemoryTests
{
    private const int Warmup = 10_000;

    private const double Megabyte = 1024 * 1024;

    private static int Requests { get; } = int.TryParse(Environment.GetEnvironmentVariable("GATEWAY_MEMORY_REQUESTS"), CultureInfo.InvariantCulture, out var given) ? given : 200_000;

    [Fact]
    public async Task Memory_stays_flat_over_many_requests_with_faults()
    {
        var number = 0;
        RequestDelegate flaky = context =>
        {
            switch (Interlocked.Increment(ref number) % 10)
            {
                case 3:
                    context.Response.StatusCode = 503;
                    return context.Response.WriteAsync("not now");
                case 7:
                    context.Abort();
                    return Task.CompletedTask;
                default:
                    return context.Response.WriteAsync("fine");
            }
        };
        await using var a = await Upstream.StartAsync("a", flaky);
        await using var b = await Upstream.StartAsync("b", flaky);
        await using var gateway = await GatewayInstance.StartAsync($$"""
            { "Routes": { "r": { "Path": "/{**path}", "Targets": [ "{{a.Address}}", "{{b.Address}}", "http://127.0.0.1:{{Ports.Free()}}" ],
              "Retry": { "BaseDelay": "00:00:00" }, "CircuitBreaker": { "BreakDuration": "00:00:00.1", "MaxBreakDuration": "00:00:00.2" } } } }
            """);

        await SendAsync(gateway, Warmup, a, b);
        var (heapBefore, residentBefore) = Measure();
        await SendAsync(gateway, Requests, a, b);
        var (heapAfter, residentAfter) = Measure();

        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{Requests} requests with faults: managed heap {heapBefore:0.0} -> {heapAfter:0.0} MB, resident {residentBefore:0.0} -> {residentAfter:0.0} MB"));
        Assert.True(heapAfter < heapBefore + 5, $"the heap grew from {heapBefore} to {heapAfter} MB");
    }

    private static async Task SendAsync(GatewayInstance gateway, int requests, params Upstream[] upstreams)
    {
        for (var sent = 0; sent < requests; sent += 5000)
        {
            await Parallel.ForAsync(0, 5000, new ParallelOptions { MaxDegreeOfParallelism = 64 }, async (i, stopping) =>
            {
                using HttpRequestMessage request = new(i % 5 == 0 ? HttpMethod.Post : i % 5 == 1 ? HttpMethod.Put : HttpMethod.Get, "/x");
                if (request.Method != HttpMethod.Get)
                    request.Content = new ByteArrayContent(new byte[1000]);
                using var response = await gateway.Client.SendAsync(request, stopping);
                await response.Content.ReadAsByteArrayAsync(stopping);
            });

            // What the doubles remember is not the gateway's.
            foreach (var upstream in upstreams)
                upstream.Forget();
        }
    }

    private static (double Heap, double Resident) Measure()
    {
        for (var i = 0; i < 3; i++)
        {
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: true, compacting: true);
            GC.WaitForPendingFinalizers();
        }

        using var process = Process.GetCurrentProcess();
        return (GC.GetTotalMemory(forceFullCollection: true) / Megabyte, process.WorkingSet64 / Megabyte);
    }
}
