using Microsoft.Extensions.Hosting;

namespace Aspire.Hosting.Publishing;

/// <summary>Writes the manifest and ends.</summary>
internal sealed class ManifestPublisher(
    ApplicationModel.IResourceCollection resources,
    DistributedApplicationExecutionContext executionContext,
    IHostApplicationLifetime lifetime,
    string outputPath) : IHostedLifecycleService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var path = Path.GetFullPath(Directory.Exists(outputPath) ? Path.Combine(outputPath, "aspire-manifest.json") : outputPath);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);

        await using (var file = File.Create(path))
            await new ManifestWriter(executionContext, path).WriteAsync(resources, file, cancellationToken);
        await Console.Out.WriteLineAsync($"Published manifest to: {path}");
    }

    // Not before the host has started: it would take that for a failure.
    public Task StartedAsync(CancellationToken cancellationToken)
    {
        lifetime.StopApplication();
        return Task.CompletedTask;
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
