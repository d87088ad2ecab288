using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Gateway.Tests.Harness;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;

namespace Gateway.Tests.Targets;

/// <summary>Each limit has its own word, and none hits the wrong request.</summary>
public sealed class LimitTests
{
    internal static readonly TimeSpan Limit = TimeSpan.FromSeconds(15);

    [Theory]
    [InlineData("\"Connect\": \"00:00:00.3\"", "GET")]
    [InlineData("\"Connect\": \"00:00:00.3\"", "POST")]
    [InlineData("\"Connect\": \"00:00:10\", \"Read\": \"00:00:02\"", "POST")]
    public async Task What_found_no_connection_in_time_was_never_sent(string timeouts, string method)
    {
        using FullPort hole = new();
        await using var good = await Upstream.StartAsync("good");
        await using var alone = await GatewayInstance.StartAsync(Config($$"""
            "MaxRetries": 0, "Timeouts": { {{timeouts}} },
            """, hole.Address));
        using (var failed = await alone.Client.SendAsync(new(new HttpMethod(method), "/x")))
            Assert.Equal("connect_timeout", await ReasonAsync(failed, HttpStatusCode.GatewayTimeout));

        await using var gateway = await GatewayInstance.StartAsync(Config($$"""
            "Timeouts": { {{timeouts}} },
            """, hole.Address, good.Address));

        // In turn: one of the two begins at the port that takes none.
        for (var i = 0; i < 2; i++)
        {
            using var response = await gateway.Client.SendAsync(new(new HttpMethod(method), "/x"));
            Assert.Equal("good", await response.Content.ReadAsStringAsync());
        }
    }

    [Fact]
    public async Task An_answer_to_a_body_that_stops_half_way_is_cut_after_Read()
    {
        await using var upstream = await Upstream.StartAsync("a", async context =>
        {
            await context.Request.Body.CopyToAsync(Stream.Null);
            await context.Response.WriteAsync("half");
            await context.Response.Body.FlushAsync();
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted);
        });
        await using var gateway = await GatewayInstance.StartAsync(Config("""
            "Timeouts": { "Read": "00:00:02", "Write": "00:02:00" },
            """, upstream.Address));

        using HttpRequestMessage request = new(HttpMethod.Post, "/x") { Content = new StringContent("body") };
        using var response = await gateway.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);

        // Write has two minutes: they are not what counts here.
        await Assert.ThrowsAsync<HttpRequestException>(() => response.Content.ReadAsStringAsync().WaitAsync(Limit));
    }

    [Fact]
    public async Task A_client_that_uploads_too_slowly_is_told_so_and_no_target_is_blamed()
    {
        await using var upstream = await Upstream.StartAsync("a", context => context.Request.Body.CopyToAsync(Stream.Null));
        await using var gateway = await GatewayInstance.StartAsync(Config("""
            "Timeout": "00:00:00.5",
            """, upstream.Address));

        using TcpClient client = new();
        await client.ConnectAsync(gateway.Address.Host, gateway.Address.Port);
        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes("POST /x HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nhalf"));
        var buffer = new byte[12];
        await client.GetStream().ReadExactlyAsync(buffer).AsTask().WaitAsync(Limit);
        Assert.Equal("HTTP/1.1 408", Encoding.ASCII.GetString(buffer));

        var status = await gateway.Client.GetFromJsonAsync<JsonElement>("/gateway/status");
        Assert.Equal(0, status.GetProperty("routes")[0].GetProperty("targets")[0].GetProperty("failures").GetInt32());
    }

    [Fact]
    public async Task An_answer_that_comes_before_the_upload_has_ended_may_stream_on()
    {
        ManualTime time = new();
        using SemaphoreSlim next = new(0);
        await using var upstream = await Upstream.StartAsync("a", async context =>
        {
            await context.Response.WriteAsync("early");
            await context.Response.Body.FlushAsync();
            await context.Request.Body.CopyToAsync(Stream.Null);
            for (var i = 0; i < 8; i++)
            {
                await context.Response.WriteAsync(".");
                await context.Response.Body.FlushAsync();
                await next.WaitAsync(context.RequestAborted);
            }
        }, HttpProtocols.Http2);
        await using var gateway = await GatewayInstance.StartAsync(
            Config("""
            "HttpVersion": "Http2", "Timeouts": { "Read": "00:00:01" },
            """, upstream.Address),
            builder => builder.Services.AddSingleton<TimeProvider>(time));

        using var client = await RawClient.ConnectAsync(gateway.Address);
        await client.SendAsync("POST /x HTTP/1.1\r\nHost: x\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n");
        Assert.Contains("early", await client.ReadUntilAsync(text => text.Contains("early", StringComparison.Ordinal)), StringComparison.Ordinal);
        await client.SendAsync("0\r\n\r\n");

        var rest = string.Empty;
        for (var i = 0; i < 8; i++)
        {
            rest += await client.ReadUntilAsync(text => text.Contains('.', StringComparison.Ordinal));
            time.Advance(TimeSpan.FromMilliseconds(200));
            next.Release();
        }

        rest += await client.ReadToEndAsync();
        Assert.Equal(8, rest.Count(character => character == '.'));
        Assert.EndsWith("0\r\n\r\n", rest, StringComparison.Ordinal);
    }

    private static async Task<string?> ReasonAsync(HttpResponseMessage response, HttpStatusCode status)
    {
        Assert.Equal(status, response.StatusCode);
        return (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("reason").GetString();
    }

    internal static string Config(string settings, params string[] targets) => $$"""
        { "Routes": { "r": { "Path": "/{**path}", {{settings}} "Retry": { "BaseDelay": "00:00:00" },
          "Targets": [ {{string.Join(", ", targets.Select((address, i) => $$"""{ "Name": "t{{i}}", "Address": "{{address}}" }"""))}} ] } } }
        """;
}
