using System.Text.RegularExpressions;
using Gateway.Tests.Harness;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;

namespace Gateway.Tests.Clients;

/// <summary>A gRPC service behind a gateway with the config of docs/streaming.md, and a client of it on the port for HTTP/2 without TLS.</summary>
internal sealed partial class GrpcGateway : IAsyncDisposable
{
    /// <summary>What a call may be as large as.</summary>
    public const int MostBytes = 16 << 20;

    private readonly Service _service;

    private GrpcGateway(Service service, ChatService chat, GatewayInstance instance, int http2Port)
    {
        _service = service;
        Chat = chat;
        Instance = instance;
        Address = new($"http://127.0.0.1:{http2Port}");
        Channel = GrpcChannel.ForAddress(Address, new() { MaxReceiveMessageSize = MostBytes, MaxSendMessageSize = MostBytes });
        Client = new(Channel);
    }

    public ChatService Chat { get; }

    public GatewayInstance Instance { get; }

    public Uri Address { get; }

    public GrpcChannel Channel { get; }

    public Chat.ChatClient Client { get; }

    public static async Task<GrpcGateway> StartAsync()
    {
        ChatService chat = new();
        var service = await Service.StartAsync(
            services => services.AddSingleton(chat).AddGrpc(options => (options.MaxReceiveMessageSize, options.MaxSendMessageSize) = (MostBytes, MostBytes)),
            app => app.MapGrpcService<ChatService>(),
            HttpProtocols.Http2);
        var port = Ports.Free();
        return new(service, chat, await GatewayInstance.StartWithFileAsync(WithPort(StreamingPage.Config("grpc", service.Address), port)), port);
    }

    /// <summary>The config of the page, with another port than the page's.</summary>
    public static string WithPort(string config, int port)
    {
        Assert.Matches(Http2Port(), config);
        return Http2Port().Replace(config, $"\"Http2Port\": {port}");
    }

    public async ValueTask DisposeAsync()
    {
        Channel.Dispose();
        await Instance.DisposeAsync();
        await _service.DisposeAsync();
    }

    [GeneratedRegex("\"Http2Port\": \\d+")]
    private static partial Regex Http2Port();
}
