using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Gateway.Tests.Distributed.Dashboard;

/// <summary>The dashboard as a user sees it, in a browser, with the topology that <c>./run.sh</c> starts.</summary>
public sealed class DashboardTests : IClassFixture<OpenDashboard>
{
    private const string Coredinator = "coredinator";

    private static readonly string[] Services = ["gateway", Coredinator, "coretelemetry", "coretelemetry-next"];

    private readonly OpenDashboard _dashboard;

    public DashboardTests(OpenDashboard dashboard)
    {
        dashboard.Require();
        _dashboard = dashboard;
    }

    [Fact]
    public async Task The_first_page_lists_all_resources_as_running_with_source_and_links()
    {
        var page = await _dashboard.OpenAsync("/");

        foreach (var service in Services)
            await Expect(Row(page, service, "Running")).ToBeVisibleAsync();
        var gateway = Row(page, "gateway", "Running");
        await Expect(gateway.GetByText("Gateway.Proxy.csproj")).ToBeVisibleAsync();
        await Expect(gateway.GetByRole(AriaRole.Link, new() { Name = "docs" })).ToBeVisibleAsync();
        await Expect(page).ToHaveTitleAsync("Gateway resources");
    }

    [Fact]
    public async Task A_resource_is_stopped_and_started_by_its_buttons()
    {
        var page = await _dashboard.OpenAsync("/");

        await Button(Row(page, Coredinator, "Running"), "Stop").ClickAsync();
        var stopped = Row(page, Coredinator, "Finished");
        await Expect(stopped).ToBeVisibleAsync();
        await Expect(Button(stopped, "Stop")).ToHaveCountAsync(0);
        await Button(stopped, "Start").ClickAsync();

        var running = Row(page, Coredinator, "Running");
        await Expect(running).ToBeVisibleAsync();
        await Expect(running.GetByText("Unhealthy")).ToHaveCountAsync(0);
        await Expect(Button(running, "Start")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task The_console_logs_of_a_resource_are_shown()
    {
        var page = await _dashboard.OpenAsync($"/consolelogs/resource/{Coredinator}");

        await Expect(page.GetByText("Now listening on").First).ToBeVisibleAsync();
    }

    [Fact]
    public async Task The_graph_shows_who_refers_to_whom()
    {
        var page = await _dashboard.OpenAsync("/?view=Graph");

        foreach (var service in Services)
            await Expect(page.Locator("svg .resource-group").Filter(new() { HasText = service }).First).ToBeVisibleAsync();
        await Expect(page.Locator("svg .resource-link").Nth(Services.Length - 2)).ToBeAttachedAsync();
    }

    [Fact]
    public async Task The_details_of_a_resource_have_its_environment_and_its_health()
    {
        var page = await _dashboard.OpenAsync("/");

        await Row(page, "gateway", "Running").GetByText("gateway", new() { Exact = true }).ClickAsync();

        await Expect(page.GetByText("services__coredinator__http__0").First).ToBeVisibleAsync();
        await Expect(page.GetByText("gateway_http_/health_200_check").First).ToBeVisibleAsync();
    }

    private static ILocator Row(IPage page, string service, string state) => page.Locator("tr")
        .Filter(new() { Has = page.GetByText(service, new() { Exact = true }) })
        .Filter(new() { HasText = state });

    private static ILocator Button(ILocator row, string command) => row.Locator($"fluent-button[title='{command} resource']");
}
