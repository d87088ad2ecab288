using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Yarp.ReverseProxy.Configuration;

namespace Gateway.Tests.Performance;

/// <summary>YARP with one route and nothing else: what the gateway's requests are measured against.</summary>
internal sealed class BareYarp(WebApplication app) : IAsyncDisposable
{
    public Uri Address { get; } = new(app.Urls.First());

    public static async Task<BareYarp> StartAsync(string target)
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        Log(builder);
        builder.WebHost.UseKestrelCore();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddRouting();
        builder.Services.AddReverseProxy().LoadFromMemory(
            [new RouteConfig { RouteId = "r", ClusterId = "c", Match = new RouteMatch { Path = "/{**path}" } }],
            [new ClusterConfig { ClusterId = "c", Destinations = new Dictionary<string, DestinationConfig> { ["t"] = new() { Address = target } } }]);
        var app = builder.Build();
        app.MapReverseProxy();
        await app.StartAsync(TestContext.Current.CancellationToken);
        return new(app);
    }

    /// <summary>A log as applications have one: with it the framework makes an activity for each request.</summary>
    public static void Log(WebApplicationBuilder builder) => builder.Logging.SetMinimumLevel(LogLevel.Warning).AddConsole();

    public async ValueTask DisposeAsync()
    {
        await app.StopAsync(CancellationToken.None);
        await app.DisposeAsync();
    }
}
