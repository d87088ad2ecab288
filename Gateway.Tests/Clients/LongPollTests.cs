using System.Net;
using Gateway.Tests.Harness;
using Microsoft.AspNetCore.Http;

namespace Gateway.Tests.Clients;

public sealed class LongPollTests
{
    /// <summary>With the limits of the page, and with each of them below the time for which the server holds the request.</summary>
    [Fact]
    public async Task A_poll_may_be_held_as_long_as_Timeout_and_Read_allow()
    {
        var hold = TimeSpan.FromSeconds(1);
        await using var upstream = await Upstream.StartAsync("held", async context =>
        {
            await Task.Delay(hold, TimeProvider.System, context.RequestAborted);
            await context.Response.WriteAsync("news");
        });
        var config = StreamingPage.Config("long-polling", upstream.Address);
        await using (var gateway = await GatewayInstance.StartWithFileAsync(config))
            Assert.Equal("news", await gateway.Client.GetStringAsync("/changes/all"));

        hold = Timeout.InfiniteTimeSpan;
        foreach (var key in (string[])["Timeout", "Read"])
        {
            var limited = config.Replace($"\"{key}\": \"00:02:00\"", $"\"{key}\": \"00:00:00.4\"", StringComparison.Ordinal);
            Assert.NotEqual(config, limited);
            await using var gateway = await GatewayInstance.StartWithFileAsync(limited.Replace("\"Path\"", "\"MaxRetries\": 0, \"Path\"", StringComparison.Ordinal));
            using var response = await gateway.Client.GetAsync("/changes/all");
            Assert.Equal(HttpStatusCode.GatewayTimeout, response.StatusCode);
        }
    }
}
