// Stands in for Aspire.Hosting.DistributedApplicationBuilder.
using System.Reflection;
using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Aspire.Hosting.Building;

internal sealed class DistributedApplicationBuilder : IDistributedApplicationBuilder
{
    private readonly BuilderCapture? _capture = BuilderCapture.Current;
    private readonly DistributedApplicationOptions _options;
    private readonly HostApplicationBuilder _host;

    public DistributedApplicationBuilder(DistributedApplicationOptions options)
    {
        _options = options;
        AppHostAssembly = _capture?.AppHost ?? Assembly.GetEntryAssembly();
        AppHostDirectory = SourceDirectory(AppHostAssembly) ?? Directory.GetCurrentDirectory();

        var settings = new HostApplicationBuilderSettings
        {
            Args = [.. options.Args ?? [], .. _capture?.Args ?? []],
            ApplicationName = AppHostAssembly?.GetName().Name,
            ContentRootPath = AppHostDirectory,
            Configuration = new ConfigurationManager(),
        };
        _capture?.Configure(options, settings);

        var commandLine = CommandLine.Parse(settings.Args);
        settings.Args = commandLine.Configuration;
        ExecutionContext = new(commandLine.Publishes ? DistributedApplicationOperation.Publish : DistributedApplicationOperation.Run);
        _host = new HostApplicationBuilder(settings);
    }

    public ConfigurationManager Configuration => _host.Configuration;

    public string AppHostDirectory { get; }

    public Assembly? AppHostAssembly { get; }

    public IHostEnvironment Environment => _host.Environment;

    public IServiceCollection Services => _host.Services;

    public DistributedApplicationExecutionContext ExecutionContext { get; }

    public IResourceCollection Resources { get; } = new ResourceCollection();

    public IResourceBuilder<T> AddResource<T>(T resource)
        where T : IResource
    {
        if (Resources.Any(known => string.Equals(known.Name, resource.Name, StringComparison.OrdinalIgnoreCase)))
            throw new DistributedApplicationException($"There are two resources called '{resource.Name}'.");

        Resources.Add(resource);
        return CreateResourceBuilder(resource);
    }

    public IResourceBuilder<T> CreateResourceBuilder<T>(T resource)
        where T : IResource => new ResourceBuilder<T>(this, resource);

    public DistributedApplication Build() => _capture is null ? BuildApplication() : throw _capture.Capture(this);

    public DistributedApplication BuildApplication()
    {
        Services.AddTopology(this, _options, isTest: _capture is not null);
        return new DistributedApplication(_host.Build());
    }

    private static string? SourceDirectory(Assembly? appHost)
    {
        var directory = appHost?.GetCustomAttributes<AssemblyMetadataAttribute>().FirstOrDefault(data => data.Key == "apphostprojectpath")?.Value;
        return Directory.Exists(directory) ? directory : null;
    }
}
