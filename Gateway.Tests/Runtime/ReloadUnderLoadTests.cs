using System.Globalization;
using System.Net;
using Gateway.Tests.Harness;

namespace Gateway.Tests.Runtime;

public sealed class ReloadUnderLoadTests
{
    private const int Connections = 64;

    [Fact]
    public async Task Ten_reloads_that_replace_targets_lose_no_request()
    {
        var upstreams = await Task.WhenAll(Enumerable.Range(0, 3).Select(i => Upstream.StartAsync($"u{i}")));
        await using var gateway = await GatewayInstance.StartAsync(Config(upstreams, 0));
        using CancellationTokenSource done = new();
        var requests = 0;
        var load = Enumerable.Range(0, Connections).Select(_ => Task.Run(async () =>
        {
            using var client = gateway.NewClient();
            while (!done.IsCancellationRequested)
            {
                // POST: nothing may hide a lost request by sending it twice.
                using var response = await client.PostAsync("/api/x", new StringContent("body"));
                Assert.True(response.StatusCode == HttpStatusCode.OK, $"{response.StatusCode}: {await response.Content.ReadAsStringAsync()}");
                Interlocked.Increment(ref requests);
            }
        })).ToArray();

        for (var reload = 1; reload <= 10; reload++)
        {
            var before = Volatile.Read(ref requests);
            await gateway.ReconfigureAsync(Config(upstreams, reload));
            await ReloadTests.VersionAsync(gateway, reload + 1);
            await Eventually.BecomesTrueAsync(() => Volatile.Read(ref requests) > before + Connections || load.Any(client => client.IsCompleted), ReloadTests.Limit, "the load goes on");
        }

        await done.CancelAsync();
        await Task.WhenAll(load);
        Assert.All(upstreams, upstream => Assert.NotEmpty(upstream.Received));
        foreach (var upstream in upstreams)
            await upstream.DisposeAsync();
    }

    // Each reload takes another target away, and makes those that stay anew, because their connections change.
    private static string Config(Upstream[] upstreams, int reload) => string.Create(CultureInfo.InvariantCulture, $$"""
        { "Routes": { "r": { "Path": "/api/{**path}", "MaxRetries": 0, "Connections": { "Max": {{100 + reload}} },
          "Targets": [ {{string.Join(", ", upstreams.Where((_, i) => i != reload % 3).Select(upstream => $"\"{upstream.Address}\""))}} ] } } }
        """);
}
