using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using Gateway.Tests.Harness;

namespace Gateway.Tests.Containers;

[Collection(SharedContainers.Name)]
public sealed class LoadTests
{
    private static readonly TimeSpan DrainDelay = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    private static readonly string Config = $$"""
        { "DrainDelay": "{{DrainDelay}}", "Routes": { "r": { "Path": "/{**path}", "Targets": "http://upstream:8080" } } }
        """;

    private readonly ContainerHost _host;
    private readonly ConcurrentQueue<string> _failed = new();
    private volatile GatewayContainer[] _rotation = [];
    private volatile bool _done;
    private volatile Told? _told;
    private int _served;

    public LoadTests(ContainerHost host)
    {
        host.Require();
        _host = host;
    }

    [Fact]
    public async Task SIGTERM_drains_under_load_without_a_failed_request()
    {
        await using var old = await _host.StartGatewayAsync(Config);
        await using var other = await _host.StartGatewayAsync(Config);
        _rotation = [old, other];
        var clients = Enumerable.Range(0, 8).Select(client => Task.Run(() => LoadAsync(client))).ToArray();
        await HaveServedAsync(500);

        _told = new(old, Stopwatch.GetTimestamp());
        var stopped = old.Container.StopAsync();

        // As a load balancer does: it takes a gateway out when that is no longer ready.
        await Eventually.BecomesTrueAsync(() => IsOutAsync(old), Limit, "/ready is 503");
        _rotation = [other];
        await stopped;
        _done = true;
        await Task.WhenAll(clients);

        Assert.Empty(_failed);
        Assert.Equal("0 false", await old.InspectAsync(".State.ExitCode}} {{.State.OOMKilled"));
    }

    [Fact]
    public async Task With_128_MiB_it_serves_64_connections_at_once()
    {
        await using var gateway = await _host.StartGatewayAsync(Config);
        _rotation = [gateway];
        Assert.Equal($"{128 << 20}", await gateway.InspectAsync(".HostConfig.Memory"));
        var clients = Enumerable.Range(0, 64).Select(client => Task.Run(() => LoadAsync(client))).ToArray();

        await HaveServedAsync(10_000);
        _done = true;
        await Task.WhenAll(clients);

        Assert.Empty(_failed);
        Assert.Equal("true false 0", await gateway.InspectAsync(".State.Running}} {{.State.OOMKilled}} {{.RestartCount"));
    }

    private static async Task<bool> IsOutAsync(GatewayContainer gateway)
    {
        try
        {
            using var response = await gateway.Client.GetAsync("ready");
            return response.StatusCode == HttpStatusCode.ServiceUnavailable;
        }
        catch (HttpRequestException)
        {
            return await gateway.InspectAsync(".State.Running") == "false";
        }
    }

    // A gateway that is told to end keeps its word for DrainDelay.
    private bool IsTooLateFor(GatewayContainer gateway) => _told is { } told && gateway == told.Gateway && Stopwatch.GetElapsedTime(told.At) > DrainDelay;

    private Task HaveServedAsync(int count) =>
        Eventually.BecomesTrueAsync(() => Volatile.Read(ref _served) > count || !_failed.IsEmpty, Limit, $"{count} requests are served");

    // A client of its own is a connection of its own; a request is sent once only.
    private async Task LoadAsync(int number)
    {
        Dictionary<GatewayContainer, HttpClient> connections = [];
        for (var i = number; !_done; i++)
        {
            var gateway = _rotation is var rotation ? rotation[i % rotation.Length] : null!;
            if (!connections.TryGetValue(gateway, out var client))
                connections[gateway] = client = new() { BaseAddress = gateway.Client.BaseAddress };
            try
            {
                using var response = await client.PostAsync("api/io/nothing", new StringContent("{}"));
                if (response.Headers.Contains("X-Fake-Instance"))
                    Interlocked.Increment(ref _served);
                else
                    _failed.Enqueue($"{response.StatusCode}: {await response.Content.ReadAsStringAsync()}");
            }
            catch (HttpRequestException) when (IsTooLateFor(gateway))
            {
                // On a machine that stood still meanwhile.
            }
            catch (HttpRequestException exception)
            {
                _failed.Enqueue(exception.ToString());
            }
        }

        foreach (var client in connections.Values)
            client.Dispose();
    }

    /// <summary>Which gateway was told to end, and when.</summary>
    private sealed record Told(GatewayContainer Gateway, long At);
}
