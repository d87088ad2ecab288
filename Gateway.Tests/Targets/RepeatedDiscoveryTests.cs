using Gateway.Tests.Harness;
using Microsoft.Extensions.DependencyInjection;

namespace Gateway.Tests.Targets;

/// <summary>When a look-up that failed is made again. The clock does not move, so no round comes by itself.</summary>
public sealed class RepeatedDiscoveryTests : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(15);

    private readonly ManualTime _time = new();
    private readonly ProgrammedDiscovery _discovery = new();
    private readonly LogLines _log = new();

    public void Dispose() => _log.Dispose();

    [Fact]
    public async Task A_corrected_entry_of_the_configuration_is_used_at_once()
    {
        await using var a = await Upstream.StartAsync("a");
        await using var b = await Upstream.StartAsync("b");
        ChangingSource services = new(("services:orders:default:0", a.Address));
        await using var gateway = await StartAsync(services);
        services.Change("services:orders:default:0", "not a url");
        await HasFailedAsync();
        Assert.Equal("a", await gateway.Client.GetStringAsync("/api/"));

        services.Change("services:orders:default:0", b.Address);

        await Eventually.BecomesTrueAsync(async () => await gateway.Client.GetStringAsync("/api/") == "b", Limit, "the corrected entry is used");
    }

    [Fact]
    public async Task A_change_of_the_configuration_during_the_look_up_is_not_missed()
    {
        await using var upstream = await Upstream.StartAsync("found");
        TaskCompletionSource asked = new(), fails = new();
        ChangingSource other = new();
        _discovery.Set("orders", async _ =>
        {
            asked.SetResult();
            await fails.Task;
            throw new InvalidOperationException("discovery is down");
        });
        var starting = StartAsync(other);
        await asked.Task.WaitAsync(Limit);

        _discovery.Set("orders", upstream.Address);
        other.Change("other", "value");
        fails.SetResult();
        await using var gateway = await starting;

        await Eventually.BecomesTrueAsync(async () => (await gateway.Client.GetAsync("/api/")).IsSuccessStatusCode, Limit, "the endpoint is found");
    }

    [Fact]
    public async Task Without_a_change_of_the_configuration_it_is_not_repeated_before_its_time()
    {
        await using var a = await Upstream.StartAsync("a");
        _discovery.Set("orders", a.Address);
        await using var gateway = await StartAsync(new());
        _discovery.Set("orders", _ => throw new InvalidOperationException("discovery is down"));
        _discovery.Change();
        await HasFailedAsync();
        var asked = _discovery.Asked;

        for (var i = 0; i < 50; i++)
            await gateway.Client.GetStringAsync("/api/");

        Assert.Equal(asked, _discovery.Asked);
    }

    private Task<GatewayInstance> StartAsync(ChangingSource source) => GatewayInstance.StartAsync(GatewayConfig.Route("http://orders", "\"MaxRetries\": 0"), builder =>
    {
        builder.Services.AddSingleton<TimeProvider>(_time);
        source.AddTo(builder);
        _discovery.AddTo(builder);
        _log.AddTo(builder);
    });

    private Task HasFailedAsync() => Eventually.BecomesTrueAsync(
        () => _log.Lines.Any(line => line.Contains("service discovery failed for target", StringComparison.Ordinal)), Limit, "the look-up failed");
}
