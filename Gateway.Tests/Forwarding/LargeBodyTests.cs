using Gateway.Tests.Faults;
using Gateway.Tests.Harness;

namespace Gateway.Tests.Forwarding;

[Collection(nameof(AloneUnderLoad))]
public sealed class LargeBodyTests(ITestOutputHelper output)
{
    private const long Size = 1L << 30;
    private const long MostMore = 256L << 20;

    [Fact]
    public async Task A_gibibyte_each_way_streams_in_constant_memory()
    {
        long arrived = 0;
        await using var upstream = await Upstream.StartAsync("large", async context =>
        {
            var buffer = new byte[1 << 16];
            while (await context.Request.Body.ReadAsync(buffer) is > 0 and var count)
                arrived += count;
            context.Response.ContentLength = Size;
            for (long sent = 0; sent < Size; sent += buffer.Length)
                await context.Response.Body.WriteAsync(buffer);
        });
        await using var gateway = await GatewayInstance.StartAsync(GatewayConfig.Route(upstream.Address, "\"Timeout\": \"00:02:00\"", "\"Limits\": { \"MaxRequestBodySize\": 0 }"));
        await gateway.Client.GetAsync("/api/warm-up", HttpCompletionOption.ResponseHeadersRead);
        var (before, peak) = (Environment.WorkingSet, 0L);

        using HttpRequestMessage request = new(HttpMethod.Post, "/api/x") { Content = new ZeroContent(Size) };
        using var response = await gateway.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        await using var body = await response.Content.ReadAsStreamAsync();
        var buffer = new byte[1 << 16];
        long received = 0;
        while (await body.ReadAsync(buffer) is > 0 and var count)
        {
            received += count;
            peak = Math.Max(peak, Environment.WorkingSet);
        }

        output.WriteLine($"working set: {before >> 20} MiB before, {peak >> 20} MiB at most; up {arrived >> 20} MiB, down {received >> 20} MiB");
        Assert.Equal(Size, arrived);
        Assert.Equal(Size, received);
        Assert.True(peak - before < MostMore, $"{peak - before >> 20} MiB more");
    }

    private sealed class ZeroContent(long size) : HttpContent
    {
        protected override async Task SerializeToStreamAsync(Stream stream, System.Net.TransportContext? context)
        {
            var buffer = new byte[1 << 16];
            for (long sent = 0; sent < size; sent += buffer.Length)
                await stream.WriteAsync(buffer);
        }

        protected override bool TryComputeLength(out long length)
        {
            length = size;
            return true;
        }
    }
}
