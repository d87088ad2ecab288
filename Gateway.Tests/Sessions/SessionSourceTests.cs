using System.Net;
using System.Net.WebSockets;
using System.Text.Json;
using Gateway.Tests.Access;
using Gateway.Tests.Harness;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;

namespace Gateway.Tests.Sessions;

/// <summary>Where requests say their session: a header or a claim; handshakes of WebSockets and calls of gRPC too.</summary>
public sealed class SessionSourceTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);
    private static readonly string[] Ids = [.. SessionRoute.Ids(60)];

    [Fact]
    public async Task A_header_says_the_session_and_requests_without_it_are_shared_as_ever()
    {
        await using var a = await Upstream.StartAsync("a");
        await using var b = await Upstream.StartAsync("b");
        await using var gateway = await GatewayInstance.StartAsync(SessionGateway.Config("{ \"Type\": \"Header\", \"SessionName\": \"X-Session\" }", (a, 1), (b, 1)));
        var route = SessionRoute.Begin(("a", 1), ("b", 1));

        foreach (var session in Ids[..10])
        {
            using var response = await gateway.AskAsync(session, "X-Session");
            Assert.Equal(route.TargetOf(session), await response.Content.ReadAsStringAsync());
            Assert.Empty(response.SetCookies());
        }

        // The header is the client's own.
        Assert.Contains(a.Received.Concat(b.Received), request => request.Header("X-Session") == Ids[0]);
        a.Forget();
        b.Forget();
        for (var i = 0; i < 10; i++)
            (await gateway.AskAsync(i % 2 == 0 ? null : string.Empty, "X-Session")).Dispose();
        Assert.Equal((5, 5), (a.Received.Count, b.Received.Count));
    }

    [Fact]
    public async Task A_claim_of_the_token_says_the_session()
    {
        using TestIssuer issuer = new();
        await using var a = await Upstream.StartAsync("a");
        await using var b = await Upstream.StartAsync("b");

        // The clock stands still, so that no request is refused for want of keys.
        await using var gateway = await GatewayInstance.StartAsync(
            SessionGateway.Config("{ \"Type\": \"Claim\", \"SessionName\": \"sub\" }", $"\"Authorization\": {issuer.Settings},", (a, 1), (b, 1)),
            builder => builder.Services.AddSingleton<TimeProvider>(new ManualTime()));
        var route = SessionRoute.Begin(("a", 1), ("b", 1));

        foreach (var user in Ids[..10])
        {
            using var response = await gateway.AskAsync($"Bearer {issuer.Token(subject: user)}", "Authorization");
            Assert.Equal(route.TargetOf(user), await response.Content.ReadAsStringAsync());
            Assert.Empty(response.SetCookies());
        }
    }

    [Fact]
    public async Task A_WebSocket_begins_and_keeps_a_session()
    {
        static RequestDelegate Greeting(string name) => async context =>
        {
            Microsoft.AspNetCore.WebSockets.WebSocketMiddleware middleware = new(
                async _ =>
                {
                    using var socket = await context.WebSockets.AcceptWebSocketAsync();
                    await socket.SendAsync(System.Text.Encoding.ASCII.GetBytes(name), WebSocketMessageType.Text, true, CancellationToken.None);
                    await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None);
                },
                Microsoft.Extensions.Options.Options.Create(new WebSocketOptions()), Microsoft.Extensions.Logging.Abstractions.NullLoggerFactory.Instance);
            await middleware.Invoke(context);
        };
        await using var a = await Upstream.StartAsync("a", Greeting("a"));
        await using var b = await Upstream.StartAsync("b", Greeting("b"));
        await using var gateway = await GatewayInstance.StartAsync(SessionGateway.Config("{}", (a, 1), (b, 1)));
        var (cookie, target) = await ConnectAsync(null);
        Assert.Matches(SessionGateway.Cookie(), cookie);

        for (var i = 0; i < 4; i++)
            Assert.Equal((null, target), await ConnectAsync(cookie!.Split(';')[0]));
        Assert.All(a.Received.Concat(b.Received), request => Assert.Null(request.Header("Cookie")));

        async Task<(string? Cookie, string Target)> ConnectAsync(string? session)
        {
            using CancellationTokenSource limit = new(Limit);
            using ClientWebSocket client = new();
            client.Options.CollectHttpResponseDetails = true;
            if (session is not null)
                client.Options.SetRequestHeader("Cookie", session);
            await client.ConnectAsync(new UriBuilder(gateway.Address) { Scheme = "ws", Path = "/x" }.Uri, limit.Token);
            var buffer = new byte[10];
            var message = await client.ReceiveAsync(buffer, limit.Token);
            return (client.HttpResponseHeaders!.TryGetValue("Set-Cookie", out var cookies) ? Assert.Single(cookies) : null, System.Text.Encoding.ASCII.GetString(buffer, 0, message.Count));
        }
    }

    [Fact]
    public async Task Calls_of_gRPC_have_sessions_too()
    {
        static RequestDelegate Named(string name) => context =>
        {
            context.Response.ContentType = "application/grpc";
            context.Response.Headers["who"] = name;
            context.Response.Headers["grpc-status"] = "0";
            return Task.CompletedTask;
        };
        await using var a = await Upstream.StartAsync("a", Named("a"), HttpProtocols.Http2);
        await using var b = await Upstream.StartAsync("b", Named("b"), HttpProtocols.Http2);
        await using var gateway = await Http2Gateway.StartAsync(SessionGateway.Config("{ \"Type\": \"Header\", \"SessionName\": \"session\" }", "\"HttpVersion\": \"Http2\",", (a, 1), (b, 1)));
        using var client = Http2Gateway.Client(gateway);
        var route = SessionRoute.Begin(("a", 1), ("b", 1));

        foreach (var session in Ids[..8])
        {
            using HttpRequestMessage call = new(HttpMethod.Post, "/echo.Echo/Say") { Version = HttpVersion.Version20, VersionPolicy = HttpVersionPolicy.RequestVersionExact, Content = new ByteArrayContent([0, 0, 0, 0, 0]) { Headers = { ContentType = new("application/grpc") } } };
            call.Headers.Add("session", session);
            using var response = await client.SendAsync(call);
            Assert.Equal(route.TargetOf(session), Assert.Single(response.Headers.GetValues("who")));
        }
    }

    [Fact]
    public async Task The_status_and_the_docs_say_where_a_route_has_its_sessions()
    {
        await using var gateway = await GatewayInstance.StartAsync("""
            { "Routes": {
                "a": { "Path": "/a", "Methods": ["GET"], "Targets": "http://127.0.0.1:9", "SessionPersistence": {} },
                "b": { "Path": "/b", "Methods": ["GET"], "Targets": "http://127.0.0.1:9", "SessionPersistence": { "Type": "Header", "SessionName": "X-Session" } },
                "c": { "Path": "/c", "Methods": ["GET"], "Targets": "http://127.0.0.1:9" } } }
            """);

        using var status = JsonDocument.Parse(await gateway.Client.GetStringAsync("/gateway/status"));
        using var docs = JsonDocument.Parse(await gateway.Client.GetStringAsync("/openapi/v1.json"));

        Assert.Equal(
            ["{\"type\":\"Cookie\",\"sessionName\":\"gw-a\"}", "{\"type\":\"Header\",\"sessionName\":\"X-Session\"}", "null"],
            status.RootElement.GetProperty("routes").EnumerateArray().Select(route => route.GetProperty("sessionPersistence").GetRawText()));
        Assert.Equal(
            [("gw-a", "cookie"), ("X-Session", "header")],
            new[] { "/a", "/b" }.Select(path => docs.RootElement.GetProperty("paths").GetProperty(path).GetProperty("get").GetProperty("parameters")[0])
                .Select(parameter => (parameter.GetProperty("name").GetString()!, parameter.GetProperty("in").GetString()!)));
    }
}
