using System.Text;
using System.Text.RegularExpressions;
using Gateway.Tests.Access;
using Gateway.Tests.Harness;

namespace Gateway.Tests.Http;

/// <summary>Bytes after <c>Connection: close</c>: whoever answers says that it closes, and what follows on the connection is no request.</summary>
public sealed partial class ConnectionCloseTests : IAsyncLifetime
{
    private const string Second = "GET /api/second HTTP/1.1\r\nHost: a\r\n\r\n";

    private RawUpstream _upstream = null!;
    private GatewayInstance _gateway = null!;
    private TestIssuer _issuer = null!;
    private int _seconds;

    /// <summary>Request lines, and the status that each is answered with.</summary>
    public static TheoryData<string, string, string> Requests { get; } = new()
    {
        { "GET /api/x", "", "200" },
        { "GET /nowhere", "", "404" },
        { "DELETE /api/x", "", "405" },
        { "TRACE /api/x", "", "405" },
        { "GET /health", "", "200" },
        { "GET /gateway/status", "", "404" },
        { "GET /broken/x", "", "502" },
        { "GET /kept/x", "", "503" },
        { "GET /guarded/x", "", "401" },
        { "OPTIONS /api/x", "Origin: https://app.example\r\nAccess-Control-Request-Method: GET\r\n", "204" },
        { "OPTIONS *", "", "204" },
        { "GET /api/a/..%2Fb", "", "400" },
    };

    public async ValueTask InitializeAsync()
    {
        _issuer = new();
        _upstream = new(async (stream, stopping) =>
        {
            var head = await RawUpstream.ReadHeadAsync(stream, stopping);
            if (head.Contains("/second", StringComparison.Ordinal))
                Interlocked.Increment(ref _seconds);

            // It closes after each answer, and says so: a retry must not meet the end of a kept connection.
            var answer = head.Split(' ')[1].Split('/')[1] switch
            {
                "broken" => "HTTP/1.1 20 OK\r\n\r\n",
                "kept" => "HTTP/1.1 503 Busy\r\nConnection: close\r\nContent-Length: 4\r\n\r\nbusy",
                _ => "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nok",
            };
            await stream.WriteAsync(Encoding.Latin1.GetBytes(answer), stopping);
        });
        _gateway = await GatewayInstance.StartAsync($$"""
            {
              "Management": { "Port": {{Ports.Free()}} },
              "Defaults": { "MaxRetries": 1, "Retry": { "BaseDelay": "00:00:00" }, "CircuitBreaker": { "Enabled": false }, "Cors": {} },
              "Routes": {
                "api": { "Path": "/api/{**path}", "Methods": ["GET", "POST"], "Targets": "{{_upstream.Address}}" },
                "broken": { "Path": "/broken/{**path}", "Targets": "{{_upstream.Address}}" },
                "kept": { "Path": "/kept/{**path}", "Targets": "{{_upstream.Address}}" },
                "guarded": { "Path": "/guarded/{**path}", "Targets": "{{_upstream.Address}}", "Authorization": {{_issuer.Settings}} }
              }
            }
            """);
    }

    public async ValueTask DisposeAsync()
    {
        await _gateway.DisposeAsync();
        await _upstream.DisposeAsync();
        _issuer.Dispose();
    }

    [Theory]
    [MemberData(nameof(Requests))]
    public async Task After_Connection_close_of_the_client_nothing_is_processed(string line, string fields, string status) =>
        await AssertClosedAsync($"{line} HTTP/1.1\r\nHost: a\r\n{fields}Connection: close\r\n\r\n", status);

    [Theory]
    [InlineData("POST /api/x")]
    [InlineData("POST /gateway/status")]
    [InlineData("POST /nowhere")]
    [InlineData("POST /guarded/x")]
    public async Task After_broken_framing_nothing_is_processed(string line) =>
        await AssertClosedAsync($"{line} HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", "400");

    [Theory]
    [InlineData("keep-alive, close")]
    [InlineData("X-A, CLOSE")]
    [InlineData("close, upgrade")]
    public async Task Close_is_found_among_other_options(string options) =>
        await AssertClosedAsync($"GET /nowhere HTTP/1.1\r\nHost: a\r\nConnection: {options}\r\n\r\n", "404");

    private async Task AssertClosedAsync(string request, string status)
    {
        var answer = await RawClient.ExchangeAsync(_gateway.Address, request + Second);

        var only = Assert.Single(StatusLine().Matches(answer));
        Assert.Equal(status, only.Groups[1].Value);
        Assert.Contains("\r\nConnection: close\r\n", answer, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(0, _seconds);
    }

    [GeneratedRegex(@"HTTP/1\.1 (\d{3})")]
    private static partial Regex StatusLine();
}
