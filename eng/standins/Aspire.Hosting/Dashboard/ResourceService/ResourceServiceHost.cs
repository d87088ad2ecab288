using System.Net;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Building;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Aspire.Hosting.Dashboard.ResourceService;

/// <summary>
/// Listens for the dashboard: on 127.0.0.1 only, for whoever has the key. It is a web application of its own, so that the AppHost
/// needs none; it runs when there is a dashboard, or when a key is configured for another one.
/// </summary>
internal sealed class ResourceServiceHost(
    DashboardSettings settings,
    IResourceCollection resources,
    ResourceNotificationService notifications,
    ResourceLoggerService logs,
    ResourceCommandService commands,
    IHostEnvironment environment,
    ILoggerFactory loggers) : IDisposable
{
    private WebApplication? _application;

    /// <summary>Null where it does not run.</summary>
    public Uri? Address { get; private set; }

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (settings.ResourceServiceKey is not { } key)
            return;

        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ApplicationName = environment.ApplicationName });
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
            kestrel.Listen(IPAddress.Loopback, settings.ResourceService?.Port ?? 0, listen => listen.Protocols = HttpProtocols.Http2));
        builder.Logging.SetMinimumLevel(LogLevel.Warning).AddProvider(new AppHostLogs(loggers));
        builder.Services.AddSingleton<IHostLifetime, NoLifetime>();
        builder.Services.AddSingleton(resources).AddSingleton(notifications).AddSingleton(logs).AddSingleton(commands);
        builder.Services.AddRouting();
        builder.Services.AddGrpc();

        _application = builder.Build();
        _application.UseMiddleware<ApiKeyCheck>(key);
        _application.MapGrpcService<ResourceService>();
        await _application.StartAsync(cancellationToken);
        Address = new Uri(_application.Urls.Single());
    }

    /// <summary>Ends the streams, and with them the connections.</summary>
    public Task StopAsync(CancellationToken noMoreTime) => _application?.StopAsync(noMoreTime) ?? Task.CompletedTask;

    public void Dispose() => (_application as IDisposable)?.Dispose();

    private sealed class AppHostLogs(ILoggerFactory loggers) : ILoggerProvider
    {
        public ILogger CreateLogger(string categoryName) => loggers.CreateLogger(categoryName);

        public void Dispose()
        {
            // The loggers are the AppHost's.
        }
    }
}
