using System.Net;
using System.Net.Sockets;
using Aspire.Hosting.Dashboard.Protocol;
using Gateway.Tests.Distributed.AppHost;
using Grpc.Core;

namespace Gateway.Tests.Distributed.Dashboard;

/// <summary>What the stand-in tells the dashboard, and what it does for its buttons. Each test leaves all services running.</summary>
public sealed class ResourceServiceTests : IClassFixture<WatchedTopology>
{
    private const string Coredinator = "coredinator";
    private const string Gateway = "gateway";

    private readonly WatchedTopology _topology;

    public ResourceServiceTests(WatchedTopology topology)
    {
        AppHostProcess.RequireStandIn();
        _topology = topology;
    }

    [Fact]
    public async Task Nobody_without_the_key_is_told_anything_and_nobody_from_elsewhere_is_heard()
    {
        foreach (var headers in (Metadata[])[[], WatchedTopology.WithKey("another"), [.. WatchedTopology.WithKey(), .. WatchedTopology.WithKey()]])
        {
            var refused = await Assert.ThrowsAsync<RpcException>(
                async () => await _topology.Client.GetApplicationInformationAsync(new ApplicationInformationRequest(), headers));
            Assert.Equal(StatusCode.Unauthenticated, refused.StatusCode);
        }

        Assert.Equal([IPAddress.Loopback], _topology.Listeners.Select(listener => listener.Address));
        Assert.Equal("Gateway", (await _topology.Client.GetApplicationInformationAsync(new ApplicationInformationRequest(), WatchedTopology.WithKey())).ApplicationName);
    }

    [Fact]
    public async Task Every_resource_is_told_first()
    {
        using ResourceWatch watch = new(_topology.Client);

        var names = (await watch.InitialAsync()).Select(resource => $"{resource.ResourceType} {resource.DisplayName}");

        Assert.Equal(
            ["Parameter hidden", "Project broken", "Project coredinator", "Project coretelemetry", "Project coretelemetry-next", "Project gateway"], names.Order());
    }

    [Fact]
    public async Task A_service_is_told_with_state_health_links_source_and_what_it_refers_to()
    {
        using ResourceWatch watch = new(_topology.Client);

        var gateway = await watch.UntilHealthyAsync(Gateway);

        Assert.True(gateway.StartedAt >= gateway.CreatedAt && gateway.StoppedAt is null, $"{gateway}");
        Assert.Equal("", gateway.StateStyle);
        Assert.Equal(("gateway_/health_200_check", true), (Assert.Single(gateway.HealthReports).Key, gateway.HealthReports[0].LastRunAt > gateway.StartedAt));
        Assert.Equal(["docs", "health", "status"], gateway.Urls.OrderByDescending(url => url.DisplayProperties.SortOrder).Select(url => url.DisplayProperties.DisplayName));
        Assert.All(gateway.Urls, url => Assert.True(url is { EndpointName: "http", IsInactive: false } && Uri.IsWellFormedUriString(url.FullUrl, UriKind.Absolute), $"{url}"));
        Assert.EndsWith("Gateway.Proxy.csproj", Property(gateway, "project.path"), StringComparison.Ordinal);
        Assert.Equal(
            ["Reference coredinator", "Reference coretelemetry", "Reference coretelemetry-next", "WaitFor coredinator", "WaitFor coretelemetry", "WaitFor coretelemetry-next"],
            gateway.Relationships.Select(relationship => $"{relationship.Type} {relationship.ResourceName}").Order());
    }

    [Fact]
    public async Task The_environment_is_told_but_no_secret()
    {
        using ResourceWatch watch = new(_topology.Client);

        var gateway = await watch.UntilHealthyAsync(Gateway);

        Assert.Equal("in the open", Variable("PLAIN"));
        Assert.StartsWith("http://localhost:", Variable("services__coredinator__http__0"), StringComparison.Ordinal);
        foreach (var name in (string[])["UPSTREAM_PASSWORD", "FROM_PARAMETER", "WITHIN_TEXT"])
            Assert.Equal("(secret)", Variable(name));
        Assert.Equal($"service.instance.id={gateway.Name["gateway-".Length..]}", Variable("OTEL_RESOURCE_ATTRIBUTES"));
        Assert.DoesNotContain(WatchedTopology.Secret, $"{gateway}", StringComparison.Ordinal);
        Assert.All(gateway.Environment, variable => Assert.True(variable.IsFromSpec));

        string Variable(string name) => Assert.Single(gateway.Environment, variable => variable.Name == name).Value;
    }

    [Fact]
    public async Task Stop_and_start_do_so_and_each_change_is_told_with_the_commands_it_allows()
    {
        using ResourceWatch watch = new(_topology.Client);
        var running = await watch.UntilHealthyAsync(Coredinator);
        Assert.Equal("start Hidden, stop Enabled, restart Enabled", Commands(running));

        var stop = CommandAsync(Coredinator, "stop");
        Assert.Equal("start Hidden, stop Disabled, restart Disabled", Commands(await watch.UntilAsync(Coredinator, resource => resource.State == "Stopping")));
        var stopped = await watch.UntilAsync(Coredinator, resource => resource.State == "Exited");
        Assert.Equal(ResourceCommandResponseKind.Succeeded, (await stop).Kind);
        Assert.Equal("start Enabled, stop Hidden, restart Disabled", Commands(stopped));
        Assert.Equal(("", "0"), (stopped.StateStyle, Property(stopped, "resource.exitCode")));
        Assert.True(stopped.StoppedAt > stopped.StartedAt && stopped.Urls.All(url => url.IsInactive), $"{stopped}");
        using TcpClient waiting = new();
        await waiting.ConnectAsync("localhost", _topology.Coredinator.Client.BaseAddress!.Port);

        var start = CommandAsync(Coredinator, "start");
        Assert.Equal("start Disabled, stop Hidden, restart Disabled", Commands(await watch.UntilAsync(Coredinator, resource => resource.State == "Starting")));
        var again = await watch.UntilHealthyAsync(Coredinator);
        Assert.Equal(ResourceCommandResponseKind.Succeeded, (await start).Kind);
        Assert.True(again.StoppedAt is null && again.StartedAt > stopped.StoppedAt && again.Urls.All(url => !url.IsInactive), $"{again}");
        Assert.Equal("", Property(again, "resource.exitCode"));
        await Assert.ThrowsAnyAsync<IOException>(async () => await waiting.GetStream().ReadExactlyAsync(new byte[1]));
    }

    [Fact]
    public async Task Restart_is_another_process_and_an_unknown_command_fails_with_its_name()
    {
        using ResourceWatch watch = new(_topology.Client);
        var before = await watch.UntilHealthyAsync(Coredinator);

        Assert.Equal(ResourceCommandResponseKind.Succeeded, (await CommandAsync(before.Name, "restart")).Kind);

        var after = await watch.UntilAsync(Coredinator, resource => resource.StartedAt > before.StartedAt);
        Assert.Equal("Running", after.State);
        await watch.UntilHealthyAsync(Coredinator);
        var unknown = await CommandAsync(Coredinator, "dance");
        Assert.Equal(ResourceCommandResponseKind.Failed, unknown.Kind);
        Assert.Contains("'dance'", unknown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_waits_for_a_stopped_service_says_so_and_goes_on_when_told_to()
    {
        using ResourceWatch watch = new(_topology.Client);
        await CommandAsync(Coredinator, "stop");
        await CommandAsync(Gateway, "stop");

        var start = CommandAsync(Gateway, "start");
        var waiting = await watch.UntilAsync(Gateway, resource => resource.State == "Waiting" && WaitingFor(resource) == Coredinator);
        Assert.Equal("start Enabled, stop Hidden, restart Disabled", Commands(waiting));
        await CommandAsync(Gateway, "start");

        Assert.Equal(ResourceCommandResponseKind.Succeeded, (await start).Kind);
        Assert.Equal("", WaitingFor(await watch.UntilAsync(Gateway, resource => resource.State == "Running")));
        await CommandAsync(Coredinator, "start");
        await watch.UntilHealthyAsync(Gateway);
    }

    [Fact]
    public async Task What_waits_for_a_stopped_service_goes_on_when_that_is_back()
    {
        using ResourceWatch watch = new(_topology.Client);
        await CommandAsync(Coredinator, "stop");
        await CommandAsync(Gateway, "stop");

        var start = CommandAsync(Gateway, "start");
        await watch.UntilAsync(Gateway, resource => resource.State == "Waiting" && WaitingFor(resource) == Coredinator);
        await CommandAsync(Coredinator, "start");

        await watch.UntilHealthyAsync(Gateway);
        Assert.Equal(ResourceCommandResponseKind.Succeeded, (await start).Kind);
    }

    [Fact]
    public async Task What_a_service_writes_is_told_from_its_beginning_and_as_it_comes()
    {
        using ResourceWatch watch = new(_topology.Client);
        using ConsoleLogWatch logs = new(_topology.Client, (await watch.UntilHealthyAsync(Coredinator)).Name);
        Assert.Equal(1, (await logs.NextAsync())?.LineNumber);
        await logs.UntilAsync("Now listening");

        await CommandAsync(Coredinator, "restart");

        Assert.False((await logs.UntilAsync("shutting down")).IsStdErr);
        await logs.UntilAsync("Now listening");
    }

    [Fact]
    public async Task A_service_that_fails_is_told_as_an_error_with_what_it_wrote_to_standard_error()
    {
        using ResourceWatch watch = new(_topology.Client);
        Assert.Equal("NotStarted", (await watch.UntilAsync(WatchedTopology.Broken, _ => true)).State);

        await CommandAsync(WatchedTopology.Broken, "start");

        var ended = await watch.UntilAsync(WatchedTopology.Broken, resource => resource.State == "Exited");
        Assert.Equal("error", ended.StateStyle);
        Assert.NotEqual("0", Property(ended, "resource.exitCode"));
        using ConsoleLogWatch logs = new(_topology.Client, WatchedTopology.Broken, onlyKept: true);
        Assert.True((await logs.UntilAsync("'nonsense'")).IsStdErr);
        while (await logs.NextAsync() is not null)
        {
            // It ends after the lines that are kept.
        }
    }

    private static string Commands(Resource resource) => string.Join(", ", resource.Commands.Select(command => $"{command.Name} {command.State}"));

    private static string Property(Resource resource, string name) =>
        Assert.Single(resource.Properties, property => property.Name == name).Value.StringValue;

    private static string WaitingFor(Resource resource) => string.Join(
        ", ", resource.Properties.Where(property => property.Name == "resource.waitingFor").SelectMany(property => property.Value.ListValue.Values).Select(value => value.StringValue));

    private async Task<ResourceCommandResponse> CommandAsync(string resource, string command) => await _topology.Client.ExecuteResourceCommandAsync(
        new ResourceCommandRequest { ResourceName = resource, CommandName = command }, WatchedTopology.WithKey(), WatchedTopology.Deadline);
}
