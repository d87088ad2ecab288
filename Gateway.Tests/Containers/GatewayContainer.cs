using DotNet.Testcontainers.Containers;

namespace Gateway.Tests.Containers;

/// <summary>The gateway in a container of its own.</summary>
internal sealed class GatewayContainer(IContainer container, MountedConfig config, ushort port) : IAsyncDisposable
{
    public IContainer Container => container;

    public MountedConfig Config => config;

    public HttpClient Client { get; } = new() { BaseAddress = new($"http://{container.Hostname}:{container.GetMappedPublicPort(port)}/"), Timeout = TimeSpan.FromSeconds(30) };

    /// <summary>A field of what <c>docker inspect</c> says.</summary>
    public Task<string> InspectAsync(string field) => Docker.OutputAsync("inspect", "--format", $"{{{{{field}}}}}", container.Id);

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await container.DisposeAsync();
        config.Dispose();
    }
}
