using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace Gateway.Tests.Harness;

/// <summary>A web application whose routes are written in C#.</summary>
internal sealed class CodeApp : IAsyncDisposable
{
    private readonly WebApplication _app;

    private CodeApp(WebApplication app)
    {
        _app = app;
        Client = new(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = new(app.Urls.First()), Timeout = TimeSpan.FromSeconds(30) };
    }

    public HttpClient Client { get; }

    public GatewayRoutes Gateway => _app.Services.GetRequiredService<GatewayRoutes>();

    public static async Task<CodeApp> StartAsync(Action<GatewayBuilder>? routes = null, Action<WebApplication>? map = null)
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore();
        builder.Services.AddRouting();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddServiceDiscovery();
        builder.AddGateway(routes);
        var app = builder.Build();
        app.MapGateway();
        map?.Invoke(app);
        await app.StartAsync(TestContext.Current.CancellationToken);
        return new(app);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.DisposeAsync();
    }
}
