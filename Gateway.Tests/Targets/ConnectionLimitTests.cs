using System.Net.Sockets;
using Gateway.Tests.Harness;
using Microsoft.AspNetCore.Http;

namespace Gateway.Tests.Targets;

/// <summary><c>Connections:Max</c> and <c>MaxIdle</c> of a target.</summary>
public sealed class ConnectionLimitTests
{
    [Theory]
    [InlineData(4, 2)]
    [InlineData(4, 0)]
    [InlineData(4, null)]
    [InlineData(3, 3)]
    public async Task There_are_never_more_connections_than_allowed(int max, int? idle)
    {
        var most = 0;
        List<Socket> open = [];
        await using RawUpstream upstream = new(async (stream, stopping) =>
        {
            // The end of an earlier connection has come, but its handler may not have run.
            lock (open)
            {
                open.RemoveAll(socket => socket.Poll(0, SelectMode.SelectRead) && socket.Available == 0);
                open.Add(stream.Socket);
                most = Math.Max(most, open.Count);
            }

            try
            {
                while ((await RawUpstream.ReadHeadAsync(stream, stopping)).Length > 0)
                {
                    await Task.Delay(TimeSpan.FromMilliseconds(2), TimeProvider.System, stopping);
                    await stream.WriteAsync("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"u8.ToArray(), stopping);
                }
            }
            finally
            {
                lock (open)
                    open.Remove(stream.Socket);
            }
        });
        await using var gateway = await GatewayInstance.StartAsync(LimitTests.Config($$"""
            "Connections": { "Max": {{max}}{{(idle is null ? "" : $", \"MaxIdle\": {idle}")}} },
            """, upstream.Address));

        for (var round = 0; round < 5; round++)
        {
            var answers = await Task.WhenAll(Enumerable.Range(0, 60).Select(_ => gateway.Client.GetStringAsync("/x")));
            Assert.All(answers, answer => Assert.Equal("ok", answer));
        }

        Assert.InRange(most, 1, max);
    }

    [Fact]
    public async Task Who_waits_in_vain_for_one_target_goes_to_another_that_has_room()
    {
        TaskCompletionSource release = new();
        await using var busy = await Upstream.StartAsync("busy", async context =>
        {
            await release.Task;
            await context.Response.WriteAsync("busy");
        });
        await using var idle = await Upstream.StartAsync("idle");
        await using var gateway = await GatewayInstance.StartAsync(LimitTests.Config("""
            "Connections": { "Max": 1 }, "Timeouts": { "Pool": "00:00:00.3" },
            """, busy.Address, idle.Address));

        var first = gateway.Client.PostAsync("/x", null);
        await Eventually.BecomesTrueAsync(() => busy.Received.Count + idle.Received.Count == 1, LimitTests.Limit, "the first request arrives");
        if (busy.Received.Count == 0)
        {
            Assert.Equal("idle", await (await first).Content.ReadAsStringAsync());
            first = gateway.Client.PostAsync("/x", null);
            await Eventually.BecomesTrueAsync(() => busy.Received.Count == 1, LimitTests.Limit, "the second request arrives");
        }

        for (var i = 0; i < 4; i++)
        {
            using var response = await gateway.Client.PostAsync("/x", null);
            Assert.Equal("idle", await response.Content.ReadAsStringAsync());
        }

        release.SetResult();
        Assert.Equal("busy", await (await first).Content.ReadAsStringAsync());
    }
}
