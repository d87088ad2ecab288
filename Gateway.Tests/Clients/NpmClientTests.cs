using Gateway.Tests.Harness;

namespace Gateway.Tests.Clients;

/// <summary>Clients and services written in JavaScript, with the configs of docs/streaming.md.</summary>
public sealed class NpmClientTests(NpmClients clients) : IClassFixture<NpmClients>
{
    [Fact]
    public async Task Grpc_js_calls_and_streams_and_reads_every_error()
    {
        await using var program = await NodeProgram.StartAsync(clients.Folder, "grpc.mjs");
        var port = Ports.Free();
        await using var gateway = await GatewayInstance.StartWithFileAsync(GrpcGateway.WithPort(StreamingPage.Config("grpc", program.Address), port));

        Assert.Equal(9, (await program.RunAsync($"127.0.0.1:{port}")).Count);
    }

    [Theory]
    [InlineData("ws.mjs", "websocket", 6)]
    [InlineData("socketio.mjs", "socketio", 3)]
    [InlineData("eventsource.mjs", "events", 3)]
    public async Task What_they_send_arrives_and_ends_as_it_would_without_a_gateway(string name, string config, int cases)
    {
        await using var program = await NodeProgram.StartAsync(clients.Folder, name);
        await using var gateway = await StreamingPage.StartAsync(config, program.Address);

        Assert.Equal(cases, (await program.RunAsync($"{gateway.Address}")).Count);
    }
}
