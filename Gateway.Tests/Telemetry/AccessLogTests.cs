using System.Net.WebSockets;
using System.Text.Json;
using Gateway.Tests.Access;
using Gateway.Tests.Harness;
using Microsoft.AspNetCore.Http;

namespace Gateway.Tests.Telemetry;

public sealed class AccessLogTests
{
    private const int Request = 1001;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task A_line_says_who_asked_what_and_how_many_bytes_went_both_ways()
    {
        using LogEntries log = new();
        await using var upstream = await Upstream.StartAsync(answer: async context =>
        {
            await context.Request.Body.CopyToAsync(Stream.Null);
            await context.Response.WriteAsync(new string('y', 70_000));
        });
        await using var gateway = await GatewayInstance.StartAsync(GatewayConfig.Route(upstream.Address), log.AddTo);

        foreach (var (framing, body) in new[] { ("Content-Length: 5", "12345"), ("Transfer-Encoding: chunked", "3\r\nabc\r\n4\r\ndefg\r\n0\r\n\r\n") })
            await RawClient.ExchangeAsync(gateway.Address, $"POST /api/a%20b?secret=1 HTTP/1.1\r\nHost: a\r\nConnection: close\r\nUser-Agent: test/1 (x)\r\nX-Correlation-ID: id-7\r\n{framing}\r\n\r\n{body}");

        var lines = await LinesAsync(log, 2);
        Assert.Equal(["5", "7"], lines.Select(line => line["RequestBytes"]));
        Assert.All(lines, line => Assert.Equal(
            ("127.0.0.1", "POST", "/api/a%20b", "HTTP/1.1", "200", "70000", "r", "1", "none", "id-7", "test/1 (x)"),
            (line["Client"], line["Method"], line["Path"], line["Protocol"], line["Status"], line["ResponseBytes"], line["Route"], line["Attempts"], line["Error"], line["CorrelationId"], line["UserAgent"])));
        Assert.All(lines, line => Assert.Equal(upstream.Address["http://".Length..], line["Target"]));
        Assert.All(lines, line => Assert.DoesNotContain("secret", line.Text, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_large_body_is_counted_whole_in_both_directions()
    {
        using LogEntries log = new();
        await using var upstream = await Upstream.StartAsync(answer: context => context.Request.Body.CopyToAsync(context.Response.Body));
        await using var gateway = await GatewayInstance.StartAsync(GatewayConfig.Route(upstream.Address), log.AddTo);

        using var response = await gateway.Client.PostAsync("/api/x", new ByteArrayContent(new byte[3_000_000]));
        Assert.Equal(3_000_000, (await response.Content.ReadAsByteArrayAsync()).Length);

        var line = Assert.Single(await LinesAsync(log, 1));
        Assert.Equal(("3000000", "3000000"), (line["RequestBytes"], line["ResponseBytes"]));
    }

    [Fact]
    public async Task What_is_refused_before_it_is_forwarded_has_its_line_too()
    {
        using TestIssuer issuer = new();
        using LogEntries log = new();
        await using var gateway = await GatewayInstance.StartAsync(
            $$"""
            {
              "Routes": {
                "number": { "Path": "/number/{id:int}", "Targets": "http://127.0.0.1:9", "Methods": [ "POST" ] },
                "closed": { "Path": "/closed/{**path}", "Targets": "http://127.0.0.1:9", "Authorization": {{issuer.Settings}} },
                "limited": { "Path": "/limited/{**path}", "Targets": "http://127.0.0.1:{{Ports.Free()}}", "MaxRetries": 0, "Methods": [ "GET" ], "RateLimit": { "Permits": 1, "Window": "00:10:00" } }
              }
            }
            """,
            log.AddTo);

        foreach (var line in new[] { "GET /closed/x", "GET /nowhere", "PUT /limited/x", "GET /limited/x", "GET /limited/x", "TRACE /limited/x", "GET /alive", "GET /number/7", "GET /number/x" })
            await RawClient.ExchangeAsync(gateway.Address, $"{line} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
        await RawClient.ExchangeAsync(gateway.Address, "POST /limited/x HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip, chunked\r\nConnection: close\r\n\r\n");

        // What the gateway answers by itself without an error, as to probes, is told at the level Debug only.
        var lines = await LinesAsync(log, 9);
        Assert.Equal(
            [
                "GET closed 401 401", "GET none 404 404", "PUT none 405 405", "GET limited 502 connect_failed", "GET limited 429 429", "TRACE none 405 405",
                "GET none 405 405", "GET none 404 404", "POST none 400 400",
            ],
            lines.Select(line => $"{line["Method"]} {line["Route"]} {line["Status"]} {line["Error"]}"));
        Assert.All(lines, line => Assert.NotEqual("0", line["ResponseBytes"]));
    }

    [Fact]
    public async Task A_client_forges_neither_a_line_nor_a_field()
    {
        using LogEntries log = new();
        await using var gateway = await GatewayInstance.StartAsync(GatewayConfig.Route("http://127.0.0.1:9", "\"MaxRetries\": 0"), log.AddTo);

        await RawClient.ExchangeAsync(
            gateway.Address, "GET /nowhere/a%0Ab\" HTTP/1.1\r\nHost: a\r\nConnection: close\r\nUser-Agent: x\", status 200\t\u009b31m\u00ff" + new string('z', 5000) + "\r\n\r\n");

        var line = Assert.Single(await LinesAsync(log, 1));
        Assert.Equal("/nowhere/a%0Ab%22", line["Path"]);
        Assert.StartsWith("x%22, status 200%09", line["UserAgent"], StringComparison.Ordinal);
        Assert.InRange(line["UserAgent"]!.Length, 100, 600);
        Assert.False(line.Text.AsSpan().ContainsAnyExceptInRange(' ', '~'), line.Text);
        Assert.Equal(4, line.Text.Count(character => character == '"'));
    }

    [Fact]
    public async Task A_websocket_is_told_when_it_ends_with_its_bytes()
    {
        using LogEntries log = new();
        await using var upstream = await Upstream.StartAsync(answer: async context =>
        {
            using var socket = await UpstreamSocket.AcceptAsync(context);
            var buffer = new byte[1024];
            while (await socket.ReceiveAsync(buffer, CancellationToken.None) is { MessageType: not WebSocketMessageType.Close } got)
                await socket.SendAsync(buffer.AsMemory(0, got.Count), got.MessageType, got.EndOfMessage, CancellationToken.None);
            await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None);
        });
        await using var gateway = await GatewayInstance.StartAsync(GatewayConfig.Route(upstream.Address), log.AddTo);

        using ClientWebSocket client = new();
        await client.ConnectAsync(new UriBuilder(gateway.Address) { Scheme = "ws", Path = "/api/x" }.Uri, TestContext.Current.CancellationToken);
        await client.SendAsync(new byte[100], WebSocketMessageType.Binary, true, TestContext.Current.CancellationToken);
        await client.ReceiveAsync(new byte[200], TestContext.Current.CancellationToken);
        await client.CloseAsync(WebSocketCloseStatus.NormalClosure, null, TestContext.Current.CancellationToken);

        // Two bytes of head; from a client four of mask, too. A close has a status of two.
        var line = Assert.Single(await LinesAsync(log, 1));
        Assert.Equal(("101", $"{106 + 8}", $"{102 + 4}"), (line["Status"], line["RequestBytes"], line["ResponseBytes"]));
    }

    [Fact]
    public async Task As_JSON_every_value_is_a_field_of_its_own()
    {
        await using var upstream = await Upstream.StartAsync();
        var config = Path.Combine(Directory.CreateTempSubdirectory("gateway-test-").FullName, "gateway.json");
        await File.WriteAllTextAsync(config, $$"""
            {
              "Logging": { "LogLevel": { "Gateway.Proxy.Telemetry.AccessLog": "Information" }, "Console": { "FormatterName": "json" } },
              "Gateway": {{GatewayConfig.Route(upstream.Address)}}
            }
            """, TestContext.Current.CancellationToken);
        var port = Ports.Free();
        await using var gateway = GatewayProcess.Start(["--config", config, "--port", $"{port}"]);
        using HttpClient client = new() { BaseAddress = new($"http://127.0.0.1:{port}") };
        client.DefaultRequestHeaders.Add("User-Agent", "test/1");
        client.DefaultRequestHeaders.Add("X-Correlation-ID", "json-1");

        await Eventually.BecomesTrueAsync(
            async () =>
            {
                try
                {
                    using var response = await client.GetAsync("/api/x");
                    return response.IsSuccessStatusCode;
                }
                catch (HttpRequestException)
                {
                    return false;
                }
            },
            Limit, "the gateway answers");
        await Eventually.BecomesTrueAsync(() => gateway.Output.Contains("json-1", StringComparison.Ordinal), Limit, "the line is written");

        var line = JsonDocument.Parse(gateway.Output.Split('\n').First(line => line.Contains("json-1", StringComparison.Ordinal))).RootElement;
        var state = line.GetProperty("State");
        Assert.Matches(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$", line.GetProperty("Timestamp").GetString());
        Assert.Equal((Request, "Gateway.Proxy.Telemetry.AccessLog"), (line.GetProperty("EventId").GetInt32(), line.GetProperty("Category").GetString()));
        Assert.Equal(("GET", "/api/x", "r", "test/1", "json-1"), (Text("Method"), Text("Path"), Text("Route"), Text("UserAgent"), Text("CorrelationId")));
        Assert.Equal((200, 1, 0, 8), (state.GetProperty("Status").GetInt32(), state.GetProperty("Attempts").GetInt32(), state.GetProperty("RequestBytes").GetInt32(), state.GetProperty("ResponseBytes").GetInt32()));
        Assert.True(state.GetProperty("ElapsedMs").GetDouble() > 0);
        File.Delete(config);

        string? Text(string field) => state.GetProperty(field).GetString();
    }

    private static async Task<IReadOnlyList<LogEntries.Entry>> LinesAsync(LogEntries log, int count)
    {
        // A line is written when the request has ended, which may be after the client has its response.
        await Eventually.BecomesTrueAsync(() => log.Of(Request).Count >= count, Limit, $"{count} lines");
        return log.Of(Request);
    }
}
