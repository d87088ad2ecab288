using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.Extensions.DependencyInjection;

namespace Gateway.Tests.Clients;

/// <summary>Microsoft.AspNetCore.SignalR.Client over each of its transports.</summary>
public sealed class SignalRClientTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(15);

    [Theory]
    [InlineData(HttpTransportType.WebSockets)]
    [InlineData(HttpTransportType.ServerSentEvents)]
    [InlineData(HttpTransportType.LongPolling)]
    public async Task Calls_streams_and_what_the_hub_sends_pass(HttpTransportType transport)
    {
        await using var service = await Service.StartAsync(
            services => services.AddSignalR(options => options.MaximumReceiveMessageSize = ChatHub.MostBytes),
            app => app.UseWebSockets().UseRouting().UseEndpoints(endpoints => endpoints.MapHub<ChatHub>("/chat")));
        await using var gateway = await StreamingPage.StartAsync("signalr", service.Address);
        await using var connection = new HubConnectionBuilder().WithUrl(new Uri(gateway.Address, "/chat"), transport).Build();
        TaskCompletionSource<string> said = new(TaskCreationOptions.RunContinuationsAsynchronously);
        connection.On<string>("said", text => said.TrySetResult(text));
        using CancellationTokenSource limit = new(Limit);
        await connection.StartAsync(limit.Token);

        var large = new string('x', ChatHub.MostBytes / 2);
        Assert.Equal(large, await connection.InvokeAsync<string>("Echo", large, limit.Token));
        Assert.Equal(Enumerable.Range(0, 100), await connection.StreamAsync<int>("Count", 100, limit.Token).ToArrayAsync(limit.Token));
        Assert.Equal(Enumerable.Range(0, 20).Sum(), await connection.InvokeAsync<int>("Sum", Enumerable.Range(0, 20).ToAsyncEnumerable(), limit.Token));
        await connection.InvokeAsync("Say", "hello", limit.Token);
        Assert.Equal("hello", await said.Task.WaitAsync(Limit));

        await connection.StopAsync(limit.Token);
        Assert.Equal(HubConnectionState.Disconnected, connection.State);
    }
}
