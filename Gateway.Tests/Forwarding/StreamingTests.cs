using System.Security.Cryptography;
using Gateway.Tests.Harness;
using Microsoft.AspNetCore.Http;

namespace Gateway.Tests.Forwarding;

public sealed class StreamingTests
{
    private const int Pieces = 384;
    private const int PieceLength = 64 * 1024;

    [Fact]
    public async Task Twenty_four_megabytes_of_unknown_length_pass_up_unchanged()
    {
        await using var upstream = await Upstream.StartAsync("u", async context => await context.Response.WriteAsync(await DigestAsync(context.Request.Body)));
        await using var gateway = await GatewayInstance.StartAsync(GatewayConfig.Route(upstream.Address));

        using var response = await gateway.Client.PostAsync("/api/", new PushedContent(WriteAsync));

        Assert.Equal(await ExpectedAsync(), await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Twenty_four_megabytes_of_unknown_length_pass_down_unchanged()
    {
        await using var upstream = await Upstream.StartAsync("u", context => WriteAsync(context.Response.Body));
        await using var gateway = await GatewayInstance.StartAsync(GatewayConfig.Route(upstream.Address));

        await using var body = await gateway.Client.GetStreamAsync("/api/");

        Assert.Equal(await ExpectedAsync(), await DigestAsync(body));
    }

    [Fact]
    public async Task A_piece_of_an_upload_arrives_before_the_next_is_sent()
    {
        TaskCompletionSource firstArrived = new(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var upstream = await Upstream.StartAsync("u", async context =>
        {
            var buffer = new byte[16];
            await context.Request.Body.ReadExactlyAsync(buffer);
            firstArrived.SetResult();
            await context.Request.Body.CopyToAsync(Stream.Null);
            await context.Response.WriteAsync("done");
        });
        await using var gateway = await GatewayInstance.StartAsync(GatewayConfig.Route(upstream.Address));

        using var response = await gateway.Client.PostAsync("/api/", new PushedContent(async stream =>
        {
            await stream.WriteAsync(new byte[PieceLength]);
            await stream.FlushAsync();
            await firstArrived.Task.WaitAsync(TimeSpan.FromSeconds(10));
            await stream.WriteAsync("second"u8.ToArray());
        }));

        Assert.Equal("done", await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task A_server_sent_event_is_seen_before_the_next_one_is_sent()
    {
        TaskCompletionSource firstSeen = new(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var upstream = await Upstream.StartAsync("u", async context =>
        {
            context.Response.ContentType = "text/event-stream";
            await context.Response.WriteAsync("data: 1\n\n");
            await context.Response.Body.FlushAsync();
            await firstSeen.Task.WaitAsync(TimeSpan.FromSeconds(10));
            await context.Response.WriteAsync("data: 2\n\n");
        });
        await using var gateway = await GatewayInstance.StartAsync(GatewayConfig.Route(upstream.Address));

        using var response = await gateway.Client.GetAsync("/api/", HttpCompletionOption.ResponseHeadersRead);
        using StreamReader events = new(await response.Content.ReadAsStreamAsync());

        Assert.Equal("text/event-stream", response.Content.Headers.ContentType?.ToString());
        Assert.Equal("data: 1", await events.ReadLineAsync());
        firstSeen.SetResult();
        Assert.Equal("", await events.ReadLineAsync());
        Assert.Equal("data: 2\n\n", await events.ReadToEndAsync());
    }

    [Fact]
    public async Task An_event_stream_is_seen_to_be_open_before_the_first_event()
    {
        TaskCompletionSource headersSeen = new(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var upstream = await Upstream.StartAsync("u", async context =>
        {
            context.Response.ContentType = "text/event-stream; charset=utf-8";
            await context.Response.Body.FlushAsync();
            await headersSeen.Task.WaitAsync(TimeSpan.FromSeconds(10));
            await context.Response.WriteAsync("data: 1\n\n");
        });
        await using var gateway = await GatewayInstance.StartAsync(GatewayConfig.Route(upstream.Address));

        using var response = await gateway.Client.GetAsync("/api/", HttpCompletionOption.ResponseHeadersRead);
        headersSeen.SetResult();

        Assert.Equal("data: 1\n\n", await response.Content.ReadAsStringAsync());
    }

    // The same pseudo-random bytes every time.
    private static async Task WriteAsync(Stream stream)
    {
        var piece = new byte[PieceLength];
        Random random = new(42);
        for (var i = 0; i < Pieces; i++)
        {
            random.NextBytes(piece);
            await stream.WriteAsync(piece);
        }
    }

    private static async Task<string> ExpectedAsync()
    {
        using MemoryStream all = new();
        await WriteAsync(all);
        all.Position = 0;
        return await DigestAsync(all);
    }

    private static async Task<string> DigestAsync(Stream stream) => Convert.ToHexString(await SHA256.HashDataAsync(stream));
}
