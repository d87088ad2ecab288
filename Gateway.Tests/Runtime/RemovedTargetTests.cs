using System.Net;
using Gateway.Tests.Configuration;
using Gateway.Tests.Harness;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Gateway.Tests.Runtime;

/// <summary>Requests whose target a reload removes.</summary>
public sealed class RemovedTargetTests
{
    [Fact]
    public async Task A_removed_target_finishes_its_slow_request()
    {
        TaskCompletionSource release = new(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var slow = await Upstream.StartAsync("slow");
        slow.Answer = async context =>
        {
            await context.Response.WriteAsync("begun ");
            await context.Response.Body.FlushAsync();
            await release.Task;
            await context.Response.WriteAsync("done");
        };
        await using var next = await Upstream.StartAsync("next");
        await using var gateway = await GatewayInstance.StartAsync(ReloadTests.One(slow.Address, ", \"Timeout\": \"00:00:05\""));
        using var response = await gateway.Client.GetAsync("/api/x", HttpCompletionOption.ResponseHeadersRead);

        await gateway.ReconfigureAsync(ReloadTests.One(next.Address));
        await ReloadTests.VersionAsync(gateway, 2);
        Assert.Equal("next", await gateway.Client.GetStringAsync("/api/x"));
        release.SetResult();

        Assert.Equal("begun done", await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task A_request_whose_body_arrives_slowly_ends_well_though_its_target_was_removed()
    {
        await using var slow = await Upstream.StartAsync("slow");
        await using var next = await Upstream.StartAsync("next");
        await using var gateway = await GatewayInstance.StartAsync(ReloadTests.One(slow.Address, ", \"Timeout\": \"00:00:02\""));
        var grace = gateway.Gateway.Table.Routes[0].Grace;
        TaskCompletionSource begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
        TaskCompletionSource arrive = new(TaskCreationOptions.RunContinuationsAsynchronously);
        using SlowContent content = new(begun, arrive.Task);
        var sending = gateway.Client.PutAsync("/api/x", content);
        await begun.Task;

        // Other connection settings: targets of the same share their connections.
        await gateway.ReconfigureAsync(ReloadTests.One(next.Address, ", \"Timeouts\": { \"Connect\": \"00:00:03\" }"));
        await ReloadTests.VersionAsync(gateway, 2);
        await Task.Delay(grace + TimeSpan.FromSeconds(1), TimeProvider.System);
        arrive.SetResult();

        using var response = await sending;
        Assert.Equal("slow", await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task A_request_that_waits_for_another_attempt_ends_well_though_its_target_was_removed()
    {
        await using var a = await Upstream.StartAsync("a");
        await using var b = await Upstream.StartAsync("b");
        var calls = 0;
        a.Answer = async context =>
        {
            var isFirst = Interlocked.Increment(ref calls) == 1;
            context.Response.StatusCode = isFirst ? 503 : 200;
            if (isFirst)
                context.Response.Headers.RetryAfter = "3";
            await context.Response.WriteAsync("a");
        };
        ManualTime time = new();
        await using var gateway = await GatewayInstance.StartAsync(ReloadTests.One(a.Address), builder => builder.Services.AddSingleton<TimeProvider>(time));
        var waiting = gateway.Client.GetStringAsync("/api/x");
        await Eventually.BecomesTrueAsync(() => time.TimersDueIn(TimeSpan.FromSeconds(3)) == 1, ReloadTests.Limit, "the first attempt was made, and the second one waits");

        await gateway.Gateway.ConfigureAsync(ConfigText.Read(ReloadTests.One(b.Address)), TestContext.Current.CancellationToken);
        Assert.Equal("b", await gateway.Client.GetStringAsync("/api/x"));
        Assert.False(waiting.IsCompleted);
        time.Advance(TimeSpan.FromSeconds(3));

        Assert.Equal("a", await waiting);
    }

    // Two bytes, the second when it is told.
    private sealed class SlowContent(TaskCompletionSource begun, Task arrive) : HttpContent
    {
        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            await stream.WriteAsync("a"u8.ToArray());
            await stream.FlushAsync();
            begun.SetResult();
            await arrive;
            await stream.WriteAsync("b"u8.ToArray());
        }

        protected override bool TryComputeLength(out long length)
        {
            length = 2;
            return true;
        }
    }
}
