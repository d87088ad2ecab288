using System.Net;
using Gateway.Tests.Harness;
using Gateway.Tests.Runtime;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.ServiceDiscovery;

namespace Gateway.Tests.Targets;

/// <summary>What the targets of a service use while its look-up fails. The routes make one attempt.</summary>
public sealed class LastKnownEndpointsTests : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(15);

    private readonly ProgrammedDiscovery _discovery = new();
    private readonly LogLines _log = new();

    public void Dispose() => _log.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_route_that_changes_and_one_that_is_added_use_the_last_known_endpoints(bool findsNoUrl)
    {
        await using var known = await Upstream.StartAsync("known");
        await using var later = await Upstream.StartAsync("later");
        _discovery.Set("orders", known.Address);
        await using var gateway = await StartAsync(Before("http://orders"));
        await FailAsync(findsNoUrl ? _ => Task.FromResult<string[]>(["a b"]) : null);

        await gateway.ReconfigureAsync(After("http://orders"));
        await ReloadTests.VersionAsync(gateway, 2);

        Assert.Equal(["known", "known"], await AnswersAsync(gateway));

        _discovery.Set("orders", later.Address);
        _discovery.Change();
        await Eventually.BecomesTrueAsync(async () => (await AnswersAsync(gateway)).All(answer => answer == "later"), Limit, "the endpoint found later is used");
    }

    [Fact]
    public async Task They_use_the_configured_address_when_no_look_up_succeeded_before()
    {
        await using var upstream = await Upstream.StartAsync("configured");
        _discovery.Set("localhost", _ => throw new InvalidOperationException("discovery is down"));
        await using var gateway = await StartAsync(Before($"http://localhost:{upstream.Port}"));
        Assert.Equal("configured", await gateway.Client.GetStringAsync("/r1"));

        await gateway.ReconfigureAsync(After($"http://localhost:{upstream.Port}"));
        await ReloadTests.VersionAsync(gateway, 2);

        Assert.Equal(["configured", "configured"], await AnswersAsync(gateway));
    }

    [Fact]
    public async Task They_get_no_requests_when_the_last_known_state_is_that_there_is_no_endpoint()
    {
        await using var upstream = await Upstream.StartAsync("configured");
        _discovery.Set("localhost");
        await using var gateway = await StartAsync(Before($"http://localhost:{upstream.Port}"));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await StatusAsync(gateway, "/r1"));
        await FailAsync();

        await gateway.ReconfigureAsync(After($"http://localhost:{upstream.Port}"));
        await ReloadTests.VersionAsync(gateway, 2);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, await StatusAsync(gateway, "/r1"));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await StatusAsync(gateway, "/r2"));
        Assert.Empty(upstream.Received);
    }

    private static string Before(string target) => $$"""{ "Routes": { "r1": { "Path": "/r1", "Targets": "{{target}}", "MaxRetries": 0 } } }""";

    private static string After(string target) => $$"""
        { "Routes": {
          "r1": { "Path": "/r1", "Targets": "{{target}}", "MaxRetries": 0, "CircuitBreaker": { "FailureRatio": 0.6 } },
          "r2": { "Path": "/r2", "Targets": "{{target}}", "MaxRetries": 0 } } }
        """;

    // Without the provider that takes a name that nobody knows for an ordinary one, so that a service may have no endpoint.
    private Task<GatewayInstance> StartAsync(string config) => GatewayInstance.StartAsync(config, builder =>
    {
        foreach (var factory in builder.Services.Where(IsPassThrough).ToArray())
            builder.Services.Remove(factory);
        _discovery.AddTo(builder);
        _log.AddTo(builder);
    });

    private static bool IsPassThrough(ServiceDescriptor service) =>
        service.ServiceType == typeof(IServiceEndpointProviderFactory) && service.ImplementationType?.Name.StartsWith("PassThrough", StringComparison.Ordinal) == true;

    private async Task FailAsync(Func<CancellationToken, Task<string[]>>? find = null)
    {
        find ??= _ => throw new InvalidOperationException("discovery is down");
        _discovery.Set("orders", find);
        _discovery.Set("localhost", find);
        _discovery.Change();
        await Eventually.BecomesTrueAsync(() => _log.Lines.Any(line => line.Contains("service discovery failed for target", StringComparison.Ordinal)), Limit, "the look-up failed");
    }

    private static async Task<string[]> AnswersAsync(GatewayInstance gateway) =>
        [await (await gateway.Client.GetAsync("/r1")).Content.ReadAsStringAsync(), await (await gateway.Client.GetAsync("/r2")).Content.ReadAsStringAsync()];

    private static async Task<HttpStatusCode> StatusAsync(GatewayInstance gateway, string path)
    {
        using var response = await gateway.Client.GetAsync(path);
        return response.StatusCode;
    }
}
