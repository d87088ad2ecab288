// Stands in for Aspire.Hosting.DistributedApplication.
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Building;
using Aspire.Hosting.Orchestration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Aspire.Hosting;

public class DistributedApplication : IHost, IAsyncDisposable
{
    private readonly IHost _host;
    private bool _disposed;

    internal DistributedApplication(IHost host) => _host = host;

    public IServiceProvider Services => _host.Services;

    public ResourceNotificationService ResourceNotifications => Services.GetRequiredService<ResourceNotificationService>();

    public ResourceCommandService ResourceCommands => Services.GetRequiredService<ResourceCommandService>();

    public static IDistributedApplicationBuilder CreateBuilder() => CreateBuilder([]);

    public static IDistributedApplicationBuilder CreateBuilder(string[] args) => CreateBuilder(new DistributedApplicationOptions { Args = args });

    public static IDistributedApplicationBuilder CreateBuilder(DistributedApplicationOptions options)
    {
        try
        {
            return new DistributedApplicationBuilder(options);
        }
        catch (CommandLineException exception) when (BuilderCapture.Current is null)
        {
            Console.Error.WriteLine(exception.Message);
            Environment.Exit(2);
            throw;
        }
    }

    /// <summary>Starts what the topology consists of; what waits for another resource starts later.</summary>
    public virtual async Task StartAsync(CancellationToken cancellationToken = default)
    {
        // Before the host starts: it would log a port in use as a crash, with a stack trace.
        Services.GetService<Topology>()?.AllocatePorts();
        await _host.StartAsync(cancellationToken);
    }

    public virtual Task StopAsync(CancellationToken cancellationToken = default) => _host.StopAsync(cancellationToken);

    public virtual Task RunAsync(CancellationToken cancellationToken = default) => HostingAbstractionsHostExtensions.RunAsync(this, cancellationToken);

    /// <summary>Runs until Ctrl+C or SIGTERM. What keeps it from starting is said in one line.</summary>
    public void Run()
    {
        if (Environment.GetEnvironmentVariable("ASPIRE_BACKCHANNEL_PATH") is not null)
        {
            Console.Error.WriteLine("The Aspire CLI works with Aspire's packages only, and they are not used here (see README.md). ./run.sh works without them.");
            Environment.ExitCode = 1;
            return;
        }

        try
        {
            HostingAbstractionsHostExtensions.Run(this);
        }
        catch (DistributedApplicationException exception)
        {
            Console.Error.WriteLine(exception.Message);
            Environment.ExitCode = 1;
        }
    }

    public virtual void Dispose()
    {
        _disposed = true;
        _host.Dispose();
        GC.SuppressFinalize(this);
    }

    public virtual async ValueTask DisposeAsync()
    {
        if (_disposed)
            return;

        _disposed = true;
        if (Services.GetService<Topology>() is { } topology)
            await topology.StopAsync(CancellationToken.None);
        if (_host is IAsyncDisposable host)
            await host.DisposeAsync();
        GC.SuppressFinalize(this);
    }
}
