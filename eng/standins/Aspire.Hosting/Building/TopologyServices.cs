using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Dashboard;
using Aspire.Hosting.Orchestration;
using Aspire.Hosting.Processes;
using Aspire.Hosting.Publishing;
using Aspire.Hosting.Reporting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Aspire.Hosting.Building;

/// <summary>What a built application consists of: something that runs the resources, or something that publishes them.</summary>
internal static class TopologyServices
{
    public static void AddTopology(
        this IServiceCollection services, DistributedApplicationBuilder builder, DistributedApplicationOptions options, bool isTest)
    {
        services.AddHttpClient();
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(builder.Resources);
        services.AddSingleton(builder.ExecutionContext);
        services.AddSingleton(_ => new ResourceNotificationService());
        services.AddSingleton(_ => new ResourceLoggerService());
        services.AddSingleton(provider => new ResourceCommandService(provider.GetRequiredService<ResourceNotificationService>(), provider));

        if (!isTest)
            services.AddLogging(logging => logging.AddSimpleConsole(console => console.SingleLine = true));
        if (builder.ExecutionContext.IsPublishMode)
        {
            services.AddLogging(logging => logging.AddFilter("Microsoft.Hosting.Lifetime", LogLevel.Warning));
            services.AddHostedService<ManifestPublisher>();
            return;
        }

        var randomize = builder.Configuration.GetValue("DcpPublisher:RandomizePorts", isTest);
        services.AddSingleton(randomize ? PortAllocator.Random() : PortAllocator.AsDeclared());
        services.AddSingleton(Dashboard(builder, enabled: !isTest && !options.DisableDashboard));
        services.AddSingleton<HealthMonitor>();
        services.AddSingleton<Topology>();
        services.AddHostedService(provider => provider.GetRequiredService<Topology>());

        // In a test process somebody else owns the console and the signals.
        if (isTest)
        {
            services.AddSingleton<IHostLifetime, NoLifetime>();
            services.AddSingleton<IResourceOutput, LoggerOutput>();
            return;
        }

        services.Configure<HostOptions>(host => host.ShutdownTimeout = Topology.StopWithin);
        services.AddSingleton<IResourceOutput, ConsoleOutput>();
        services.AddHostedService<TopologyReport>();
        services.AddHostedService<SecondInterrupt>();
        services.AddHostedService<LauncherWatch>();
    }

    private static DashboardSettings Dashboard(DistributedApplicationBuilder builder, bool enabled) =>
        DashboardSettings.Find(builder.Configuration, builder.AppHostDirectory, enabled);
}
