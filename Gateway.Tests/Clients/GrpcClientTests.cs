using Gateway.Tests.Harness;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Net.Client;

namespace Gateway.Tests.Clients;

/// <summary>Grpc.Net.Client in front, Grpc.AspNetCore behind.</summary>
public sealed class GrpcClientTests : IAsyncLifetime
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(15);

    private GrpcGateway _gateway = null!;

    private Chat.ChatClient Client => _gateway.Client;

    /// <inheritdoc/>
    public async ValueTask InitializeAsync() => _gateway = await GrpcGateway.StartAsync();

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _gateway.DisposeAsync();

    [Fact]
    public async Task A_unary_call_is_answered() =>
        Assert.Equal("hello", (await Client.SayAsync(new() { Text = "hello" }, deadline: Deadline())).Text);

    [Fact]
    public async Task A_call_may_be_large_both_ways()
    {
        var bytes = new byte[8 << 20];
        new Random(1).NextBytes(bytes);

        var response = await Client.SayAsync(new() { Attachment = ByteString.CopyFrom(bytes) }, deadline: Deadline());

        Assert.True(response.Attachment.Span.SequenceEqual(bytes));
    }

    [Fact]
    public async Task The_service_streams()
    {
        using var call = Client.Listen(new() { Text = "n", Count = 500 }, deadline: Deadline());
        List<string> lines = [];
        await foreach (var line in call.ResponseStream.ReadAllAsync())
            lines.Add(line.Text);

        Assert.Equal(Enumerable.Range(0, 500).Select(i => $"n {i}"), lines);
    }

    [Fact]
    public async Task The_client_streams()
    {
        using var call = Client.Collect(deadline: Deadline());
        for (var i = 0; i < 500; i++)
            await call.RequestStream.WriteAsync(new() { Text = "x" });
        await call.RequestStream.CompleteAsync();

        Assert.Equal((500, 500), ((await call).Count, (await call).Text.Length));
    }

    [Fact]
    public async Task The_clients_stream_may_be_larger_than_the_largest_body()
    {
        var bytes = ByteString.CopyFrom(new byte[1 << 20]);
        using var call = Client.Collect(deadline: Deadline());
        for (var i = 0; i < 32; i++)
            await call.RequestStream.WriteAsync(new() { Attachment = bytes });
        await call.RequestStream.CompleteAsync();

        Assert.Equal(32, (await call).Count);
    }

    [Fact]
    public async Task Both_stream_and_each_line_is_answered_before_the_next_is_sent()
    {
        using var call = Client.Talk(deadline: Deadline());
        foreach (var text in (string[])["one", "two", "three"])
        {
            await call.RequestStream.WriteAsync(new() { Text = text });
            Assert.True(await call.ResponseStream.MoveNext());
            Assert.Equal(text, call.ResponseStream.Current.Text);
        }

        await call.RequestStream.CompleteAsync();
        Assert.False(await call.ResponseStream.MoveNext());
        Assert.Equal(StatusCode.OK, call.GetStatus().StatusCode);
    }

    /// <summary>The server's minimum rate of a body has a grace of 5 s, and looks each second.</summary>
    [Fact]
    public async Task A_call_that_streams_both_ways_may_be_silent()
    {
        using var call = Client.Talk(deadline: Deadline());
        await call.RequestStream.WriteAsync(new() { Text = "before" });
        Assert.True(await call.ResponseStream.MoveNext());

        await Task.Delay(TimeSpan.FromSeconds(7), TimeProvider.System);

        await call.RequestStream.WriteAsync(new() { Text = "after" });
        Assert.True(await call.ResponseStream.MoveNext());
        Assert.Equal("after", call.ResponseStream.Current.Text);
    }

    [Fact]
    public async Task A_deadline_ends_the_call_at_both_ends()
    {
        // On a slow machine the first ones may end before they have come to the service, which then has nothing to abandon.
        for (var limit = TimeSpan.FromMilliseconds(300); limit < Limit && !_gateway.Chat.Holds; limit *= 2)
        {
            var error = await Assert.ThrowsAsync<RpcException>(async () => await Client.SayAsync(new() { Hold = true }, deadline: Deadline(limit)));

            Assert.Equal(StatusCode.DeadlineExceeded, error.StatusCode);
        }

        await _gateway.Chat.Abandoned.WaitAsync(Limit);
    }

    [Fact]
    public async Task A_call_that_the_client_cancels_ends_at_the_service()
    {
        using CancellationTokenSource cancel = new();
        using var call = Client.Listen(new() { Text = "n", Count = 1, Hold = true }, cancellationToken: cancel.Token);
        Assert.True(await call.ResponseStream.MoveNext());

        await cancel.CancelAsync();

        var error = await Assert.ThrowsAsync<RpcException>(() => call.ResponseStream.MoveNext());
        Assert.Equal(StatusCode.Cancelled, error.StatusCode);
        await _gateway.Chat.Abandoned.WaitAsync(Limit);
    }

    [Fact]
    public async Task Every_status_of_the_service_arrives_with_its_message_and_trailers()
    {
        for (var status = 1; status <= 16; status++)
        {
            var error = await Assert.ThrowsAsync<RpcException>(async () => await Client.SayAsync(new() { FailWith = status }, deadline: Deadline()));

            Assert.Equal(((StatusCode)status, "as 100 % asked: für dich"), (error.StatusCode, error.Status.Detail));
            Assert.Equal("asked", error.Trailers.GetValue("reason"));
        }
    }

    [Fact]
    public async Task A_status_after_some_lines_arrives_behind_them()
    {
        using var call = Client.Listen(new() { Text = "n", Count = 3, FailWith = (int)StatusCode.DataLoss }, deadline: Deadline());
        for (var i = 0; i < 3; i++)
            Assert.True(await call.ResponseStream.MoveNext());

        var error = await Assert.ThrowsAsync<RpcException>(() => call.ResponseStream.MoveNext());
        Assert.Equal((StatusCode.DataLoss, "asked"), (error.StatusCode, error.Trailers.GetValue("reason")));
    }

    [Fact]
    public async Task A_call_that_no_route_takes_is_not_implemented()
    {
        Method<Line, Line> method = new(MethodType.Unary, "chat.v1.Other", "Say", Marshaller, Marshaller);
        using var call = _gateway.Channel.CreateCallInvoker().AsyncUnaryCall(method, null, new(deadline: Deadline()), new());

        var error = await Assert.ThrowsAsync<RpcException>(async () => await call);

        Assert.Equal(StatusCode.Unimplemented, error.StatusCode);
        Assert.StartsWith("Not found: ", error.Status.Detail, StringComparison.Ordinal);
        Assert.NotNull(error.Trailers.GetValue("x-corerl-version"));
    }

    [Fact]
    public async Task A_service_that_is_away_is_unavailable_for_the_reason_that_the_message_says()
    {
        var port = Ports.Free();
        await using var gateway = await GatewayInstance.StartWithFileAsync(GrpcGateway.WithPort(StreamingPage.Config("grpc", $"http://127.0.0.1:{Ports.Free()}"), port));
        using var channel = GrpcChannel.ForAddress($"http://127.0.0.1:{port}");

        var error = await Assert.ThrowsAsync<RpcException>(async () => await new Chat.ChatClient(channel).SayAsync(new(), deadline: Deadline()));

        Assert.Equal(StatusCode.Unavailable, error.StatusCode);
        Assert.Matches(@"^Bad gateway: .* \(reason connect_failed, trace [0-9a-f]{32}\)$", error.Status.Detail);
    }

    private static Marshaller<Line> Marshaller { get; } = Marshallers.Create(line => line.ToByteArray(), Line.Parser.ParseFrom);

    private static DateTime Deadline(TimeSpan? limit = null) => TimeProvider.System.GetUtcNow().UtcDateTime + (limit ?? Limit);
}
