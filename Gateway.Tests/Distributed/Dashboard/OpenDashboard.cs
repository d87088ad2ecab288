using Gateway.Tests.Distributed.AppHost;
using Gateway.Tests.Harness;
using Microsoft.Playwright;

namespace Gateway.Tests.Distributed.Dashboard;

/// <summary>What <c>./run.sh</c> starts, on ports of its own, and a browser for its dashboard.</summary>
public sealed class OpenDashboard : IAsyncLifetime
{
    private static readonly bool IsRequired = Environment.GetEnvironmentVariable("CI") is "true" or "1";

    private static readonly TimeSpan PageLimit = TimeSpan.FromSeconds(60);

    private AppHostProcess? _appHost;
    private IPlaywright? _playwright;
    private IBrowser? _browser;
    private string? _missing;

    public string Address { get; private set; } = "";

    public async ValueTask InitializeAsync()
    {
        if (Chromium.Executable is null)
        {
            _missing = "There is no chromium and no google-chrome on PATH (Debian: apt-get install chromium).";
            return;
        }

        _appHost = AppHostProcess.Start();
        await _appHost.IsUpAsync();
        Address = _appHost.Address("aspire-dashboard");
        Assertions.SetDefaultExpectTimeout((float)PageLimit.TotalMilliseconds);
        _playwright = await Playwright.CreateAsync();
        _browser = await Chromium.LaunchAsync(_playwright);
    }

    /// <summary>Skips the test where something is missing; in CI nothing may be.</summary>
    public void Require()
    {
        Assert.False(IsRequired && _missing is not null, _missing);
        Assert.SkipWhen(_missing is not null, _missing ?? "");
    }

    /// <summary>Opens a page and waits for what it shows; on a busy machine its first connection may break, and it must be loaded again.</summary>
    public async Task<IPage> OpenAsync(string path)
    {
        var page = await _browser!.NewPageAsync(new() { ViewportSize = new() { Width = 1400, Height = 800 } });
        await Eventually.BecomesTrueAsync(() => ShowsResourcesAsync(page, path), PageLimit, $"the dashboard's {path} shows resources");
        return page;
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
            await _browser.DisposeAsync();
        _playwright?.Dispose();
        if (_appHost is not null)
            await _appHost.DisposeAsync();
    }

    private async Task<bool> ShowsResourcesAsync(IPage page, string path)
    {
        try
        {
            await page.GotoAsync($"{Address}{path}");
            await page.GetByText("coredinator").Filter(new() { Visible = true }).First.WaitForAsync(new() { Timeout = 20_000 });
            return true;
        }
        catch (Exception exception) when (exception is TimeoutException or PlaywrightException)
        {
            return false;
        }
    }
}
