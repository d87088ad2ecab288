using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Gateway.Tests.Harness;

/// <summary>An upstream on a real socket that a test programs, and that tells what it received. It can be stopped and started again on its port.</summary>
internal sealed class Upstream : IAsyncDisposable
{
    private readonly ConcurrentQueue<ReceivedRequest> _received = new();
    private readonly HttpProtocols _protocols;
    private readonly X509Certificate2? _certificate;
    private WebApplication? _app;
    private readonly int _port = Ports.Free();

    private Upstream(string name, HttpProtocols protocols, X509Certificate2? certificate)
    {
        _certificate = certificate;
        Name = name;
        _protocols = protocols;
        Answer = context => context.Response.WriteAsync(name);
    }

    public string Name { get; }

    /// <summary>How it answers; by default with its name.</summary>
    public RequestDelegate Answer { get; set; }

    public string Address => $"{(_certificate is null ? "http" : "https")}://127.0.0.1:{_port}";

    public int Port => _port;

    public IReadOnlyCollection<ReceivedRequest> Received => _received;

    public static async Task<Upstream> StartAsync(string name = "upstream", RequestDelegate? answer = null, HttpProtocols protocols = HttpProtocols.Http1, X509Certificate2? certificate = null)
    {
        Upstream upstream = new(name, protocols, certificate);
        if (answer is not null)
            upstream.Answer = answer;
        await upstream.StartAsync();
        return upstream;
    }

    /// <summary>Starts again on the same port.</summary>
    public async Task StartAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel =>
        {
            kestrel.Limits.MaxRequestBodySize = null;
            kestrel.AddServerHeader = false;
            kestrel.Listen(IPAddress.Loopback, _port, listen =>
            {
                listen.Protocols = _protocols;
                if (_certificate is not null)
                    listen.UseHttps(_certificate);
            });
        });
        var app = builder.Build();
        app.Run(HandleAsync);
        await app.StartAsync();
        _app = app;
    }

    /// <summary>Closes the port and every connection.</summary>
    public async Task StopAsync()
    {
        if (_app is not { } app)
            return;
        _app = null;
        using CancellationTokenSource now = new();
        await now.CancelAsync();
        await app.StopAsync(now.Token);
        await app.DisposeAsync();
    }

    public void Forget() => _received.Clear();

    public async ValueTask DisposeAsync() => await StopAsync();

    private Task HandleAsync(HttpContext context)
    {
        var request = context.Request;
        _received.Enqueue(new(
            request.Method,
            context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget,
            request.Headers.ToDictionary(header => header.Key, header => header.Value.ToArray(), StringComparer.OrdinalIgnoreCase)));
        return Answer(context);
    }
}
