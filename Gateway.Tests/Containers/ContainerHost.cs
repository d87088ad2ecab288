using DotNet.Testcontainers.Builders;
using DotNet.Testcontainers.Configurations;
using DotNet.Testcontainers.Containers;
using DotNet.Testcontainers.Images;
using DotNet.Testcontainers.Networks;

namespace Gateway.Tests.Containers;

/// <summary>Docker with the images, a network for the tests, and both fakes in it.</summary>
public sealed class ContainerHost : IAsyncLifetime
{
    private const ushort Port = 8080;

    private static readonly bool IsRequired = Environment.GetEnvironmentVariable("CI") is "true" or "1";

    private string? _missing;
    private INetwork? _network;
    private IContainer? _coredinator;
    private IContainer? _coreTelemetry;

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        _missing = await Docker.FindProblemAsync() ?? await Images.BuildAsync();
        if (_missing is not null)
            return;

        // Its image may not be there to be had: what is left behind is found by its label.
        TestcontainersSettings.ResourceReaperEnabled = false;
        await Docker.RemoveLeftoversAsync();
        _network = new NetworkBuilder().WithLabel(Docker.Label, "").Build();
        await _network.CreateAsync();
        var started = await Task.WhenAll(StartAsync(Upstream(Images.Coredinator, "coredinator", "coredinator", "upstream")), StartAsync(Upstream(Images.CoreTelemetry, "coretelemetry", "coretelemetry")));
        (_coredinator, _coreTelemetry) = (started[0], started[1]);
    }

    /// <summary>Skips the test where there is no Docker; in CI there must be one.</summary>
    public void Require()
    {
        Assert.False(IsRequired && _missing is not null, _missing);
        Assert.SkipWhen(_missing is not null, _missing ?? "");
    }

    /// <summary>A fake that the network knows as <paramref name="alias"/> and that calls itself <paramref name="instance"/>.</summary>
    internal Task<IContainer> StartUpstreamAsync(string alias, string instance) => StartAsync(Upstream(Images.Coredinator, instance, alias));

    /// <summary>A gateway with a <c>Gateway</c> section mounted, on the least that it may be given.</summary>
    internal async Task<GatewayContainer> StartGatewayAsync(string config, params (string Name, string Value)[] environment)
    {
        MountedConfig mounted = new(config);
        var builder = Container(Images.Gateway)
            .WithBindMount(mounted.Folder, "/etc/gateway", AccessMode.ReadOnly)
            .WithWaitStrategy(Ready("/ready"))
            .WithCreateParameterModifier(create =>
            {
                var host = create.HostConfig ??= new();
                host.ReadonlyRootfs = true;
                host.CapDrop = ["ALL"];
                host.SecurityOpt = ["no-new-privileges"];
                host.MemorySwap = host.Memory = 128 << 20;
            });
        foreach (var (name, value) in environment)
            builder = builder.WithEnvironment(name, value);
        return new(await StartAsync(builder.Build()), mounted, Port);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var container in (IContainer?[])[_coredinator, _coreTelemetry])
        {
            if (container is not null)
                await container.DisposeAsync();
        }

        if (_network is not null)
            await _network.DisposeAsync();
    }

    private static IWaitForContainerOS Ready(string path) => Wait.ForUnixContainer()
        .UntilHttpRequestIsSucceeded(request => request.ForPort(Port).ForPath(path), strategy => strategy.WithInterval(TimeSpan.FromMilliseconds(100)).WithTimeout(TimeSpan.FromMinutes(2)));

    private static async Task<IContainer> StartAsync(IContainer container)
    {
        await container.StartAsync();
        return container;
    }

    private IContainer Upstream(string image, string instance, params string[] aliases) => Container(image)
        .WithNetworkAliases(aliases)
        .WithEnvironment("Fake__Instance", instance)
        .WithWaitStrategy(Ready("/_fake/requests"))
        .Build();

    private ContainerBuilder Container(string image) => new ContainerBuilder(image)
        .WithImagePullPolicy(PullPolicy.Never)
        .WithLabel(Docker.Label, "")
        .WithNetwork(_network)
        .WithPortBinding(Port, assignRandomHostPort: true);
}
