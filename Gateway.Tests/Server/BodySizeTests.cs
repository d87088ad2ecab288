using System.Net;
using Gateway.Tests.Harness;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;

namespace Gateway.Tests.Server;

public sealed class BodySizeTests
{
    private const int Limit = 100_000;
    private const string OfServer = "\"Limits\": { \"MaxRequestBodySize\": 100000 }";

    [Theory]
    [InlineData("application/grpc", HttpProtocols.Http2, HttpStatusCode.OK, "8")]
    [InlineData("application/grpc", HttpProtocols.Http1, HttpStatusCode.OK, "8")]
    [InlineData("application/json", HttpProtocols.Http2, HttpStatusCode.RequestEntityTooLarge, null)]
    [InlineData("application/json", HttpProtocols.Http1, HttpStatusCode.RequestEntityTooLarge, null)]
    public async Task Over_HTTP2_no_content_type_evades_the_limit(string contentType, HttpProtocols upstreams, HttpStatusCode expected, string? grpcStatus)
    {
        long arrived = 0;
        await using var upstream = await Upstream.StartAsync("upstream", context => CountAsync(context, count => Interlocked.Add(ref arrived, count)), upstreams);
        await using var gateway = await Http2Gateway.StartAsync(GatewayConfig.Route(upstream.Address, $"\"HttpVersion\": \"{upstreams}\"", OfServer));
        using var client = Http2Gateway.Client(gateway);

        using HttpRequestMessage request = new(HttpMethod.Post, "/api/x")
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = new Streamed(new ByteArrayContent(new byte[20 * Limit])),
        };
        request.Content.Headers.ContentType = new(contentType);
        using var response = await client.SendAsync(request);

        Assert.Equal(expected, response.StatusCode);
        Assert.Equal(grpcStatus, response.Headers.TryGetValues("grpc-status", out var values) ? string.Join(",", values) : null);
        Assert.InRange(Interlocked.Read(ref arrived), 0, Limit);
    }

    [Theory]
    [InlineData("\"MaxRequestBodySize\": 200000", 150_000, true)]
    [InlineData("\"MaxRequestBodySize\": 200000", 250_000, false)]
    [InlineData("\"MaxRequestBodySize\": 1000", 2_000, false)]
    [InlineData("\"MaxRequestBodySize\": 0", 2_000_000, true)]
    [InlineData("\"MaxRequestBodySize\": null", 90_000, true)]
    [InlineData("", 110_000, false)]
    public async Task A_route_has_a_limit_of_its_own(string settings, int size, bool passes)
    {
        LogLines log = new();
        await using var upstream = await Upstream.StartAsync("upstream", context => CountAsync(context, _ => { }));
        await using var gateway = await GatewayInstance.StartAsync(GatewayConfig.Route(upstream.Address, settings, OfServer), builder =>
        {
            log.AddTo(builder);
            builder.Logging.SetMinimumLevel(LogLevel.Information);
        });

        using ByteArrayContent known = new(new byte[size]);
        using Streamed streamed = new(new ByteArrayContent(new byte[size]));
        foreach (var content in (HttpContent[])[known, streamed])
        {
            using HttpRequestMessage request = new(HttpMethod.Post, "/api/x") { Content = content };
            using var response = await gateway.Client.SendAsync(request);
            Assert.Equal(passes ? HttpStatusCode.OK : HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
        }

        var limit = settings.Length == 0 ? Limit : int.Parse(settings.Split(' ')[1] is "null" ? "0" : settings.Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture);
        if (!passes)
            Assert.Contains(log.Lines, line => line.Contains($"limit of {limit} bytes", StringComparison.Ordinal));
    }

    private static async Task CountAsync(HttpContext context, Action<int> add)
    {
        var buffer = new byte[1 << 16];
        while (await context.Request.Body.ReadAsync(buffer) is > 0 and var count)
            add(count);
    }

    /// <summary>A body whose length is not said.</summary>
    private sealed class Streamed(HttpContent content) : HttpContent
    {
        protected override Task SerializeToStreamAsync(Stream stream, System.Net.TransportContext? context) => content.CopyToAsync(stream);

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
