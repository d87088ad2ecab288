using Gateway.Tests.Harness;
using Microsoft.Extensions.Logging;

namespace Gateway.Tests.Http;

/// <summary>What the server refuses before it is a request.</summary>
public sealed class RefusalTests
{
    [Theory]
    [InlineData("order-7", true)]
    [InlineData("<script>", false)]
    [InlineData("a b", false)]
    [InlineData("<a>\r\nX-Correlation-ID: <b>", false)]
    public async Task A_refusal_shows_the_clients_correlation_id_only_when_it_is_sane(string id, bool isShown)
    {
        await using var gateway = await GatewayInstance.StartAsync("""{ "Routes": {} }""");

        var answer = await RawClient.ExchangeAsync(gateway.Address, $"GET /api/x HTTP/1.1\r\nX-Correlation-ID: {id}\r\n\r\n");

        Assert.StartsWith("HTTP/1.1 400", answer, StringComparison.Ordinal);
        Assert.Equal(isShown, answer.Contains($"\r\nX-Correlation-ID: {id}\r\n", StringComparison.Ordinal));
        Assert.Equal(isShown ? 2 : 0, answer.Split(id.Split('\r')[0]).Length - 1);
        Assert.Matches(isShown ? "X-Correlation-ID: order-7\r\n" : "X-Correlation-ID: [0-9a-f]{32}\r\n", answer);
    }

    [Theory]
    [InlineData("rubbish\r\n\r\n")]
    [InlineData("GET /api/x HTTP/1.1\r\n\r\n")]
    [InlineData("GET /api/x HTTP/1.1\r\nHost: a\r\nX-A : 1\r\n\r\n")]
    [InlineData("POST /api/x HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\nabc")]
    [InlineData("POST /api/x HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n")]
    [InlineData("POST /api/x HTTP/1.1\r\nHost: a\r\nContent-Length: 9999999999\r\n\r\nabc")]
    public async Task A_refusal_writes_no_stack_trace_into_the_log(string request)
    {
        LogLines log = new();
        await using var upstream = await Upstream.StartAsync();
        await using var gateway = await GatewayInstance.StartAsync(GatewayConfig.Route(upstream.Address), builder =>
        {
            builder.Logging.SetMinimumLevel(LogLevel.Information);
            log.AddTo(builder);
        });

        Assert.StartsWith("HTTP/1.1 4", await RawClient.ExchangeAsync(gateway.Address, request), StringComparison.Ordinal);

        Assert.DoesNotContain(log.Lines, line => line.StartsWith("Error", StringComparison.Ordinal));
        Assert.DoesNotContain(log.Lines, line => line.StartsWith("Critical", StringComparison.Ordinal));
        Assert.Equal(0, log.Exceptions);
    }
}
