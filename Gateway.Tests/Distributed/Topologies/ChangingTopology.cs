using Aspire.Hosting.ApplicationModel;

namespace Gateway.Tests.Distributed.Topologies;

/// <summary>A topology whose services a test stops and starts again.</summary>
public sealed class ChangingTopology : Topology
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    /// <summary>Both routes have a read timeout that is short enough to wait for.</summary>
    protected override Dictionary<string, string> GatewaySettings => new(base.GatewaySettings)
    {
        ["Gateway:Routes:coredinator:Timeouts:Read"] = "00:00:01",
        ["Gateway:Routes:coretelemetry:Timeouts:Read"] = "00:00:01",
    };

    public Task StopAsync(string service) => WithinAsync(Limit, $"{service} stops", async stop =>
    {
        await ExecuteAsync(service, KnownResourceCommands.StopCommand, stop);
        await Application.ResourceNotifications.WaitForResourceAsync(service, change => KnownResourceStates.TerminalStates.Contains(change.Snapshot.State?.Text), stop);
    });

    public Task StartAsync(string service) => WithinAsync(Limit, $"{service} starts and is healthy", async stop =>
    {
        await ExecuteAsync(service, KnownResourceCommands.StartCommand, stop);
        await Application.ResourceNotifications.WaitForResourceHealthyAsync(service, WaitBehavior.WaitOnResourceUnavailable, stop);
    });

    private async Task ExecuteAsync(string service, string command, CancellationToken limit)
    {
        var result = await Application.ResourceCommands.ExecuteCommandAsync(service, command, limit);
        Assert.True(result.Success, $"{command} of {service} failed");
    }
}
