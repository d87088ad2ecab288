using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Gateway.Tests.Harness;

/// <summary>A gateway in this process on a real socket, with a config file of its own that a test may change.</summary>
internal sealed class GatewayInstance : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly string _file;

    private GatewayInstance(WebApplication app, string file)
    {
        _app = app;
        _file = file;
        Address = new Uri(app.Urls.First());
        Client = NewClient();
    }

    public Uri Address { get; }

    /// <summary>Follows no redirects, keeps no cookies, decompresses nothing: what it gets is what was sent.</summary>
    public HttpClient Client { get; }

    /// <summary>The file that the config is read from.</summary>
    public string ConfigFile => _file;

    public IServiceProvider Services => _app.Services;

    public GatewayRoutes Gateway => Services.GetRequiredService<GatewayRoutes>();

    /// <summary>Starts a gateway with the given content of its <c>Gateway</c> section, as JSON.</summary>
    public static Task<GatewayInstance> StartAsync(
        string gatewaySection, Action<WebApplicationBuilder>? configure = null, Action<WebApplication>? map = null, Action<GatewayBuilder>? routes = null) =>
        StartWithFileAsync(FileOf(gatewaySection), configure, map, routes);

    /// <summary>Starts a gateway with the given config file, which may hold more than the <c>Gateway</c> section.</summary>
    public static async Task<GatewayInstance> StartWithFileAsync(
        string content, Action<WebApplicationBuilder>? configure = null, Action<WebApplication>? map = null, Action<GatewayBuilder>? routes = null)
    {
        var file = Path.Combine(Directory.CreateTempSubdirectory("gateway-test-").FullName, "gateway.json");
        await File.WriteAllTextAsync(file, content);

        var builder = WebApplication.CreateEmptyBuilder(new() { EnvironmentName = Environments.Development });
        builder.Configuration.AddJsonFile(file, optional: false, reloadOnChange: true);
        builder.Configuration.AddInMemoryCollection([new("Logging:LogLevel:Yarp", "Error")]);
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        builder.WebHost.UseKestrelCore();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddRouting();
        builder.Services.AddServiceDiscovery();
        builder.AddGateway(routes);
        configure?.Invoke(builder);

        var app = builder.Build();
        app.MapGateway();
        map?.Invoke(app);
        await app.StartAsync(TestContext.Current.CancellationToken);
        return new(app, file);
    }

    public HttpClient NewClient() => new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, AutomaticDecompression = DecompressionMethods.None })
    {
        BaseAddress = Address,
        Timeout = TimeSpan.FromSeconds(60),
    };

    /// <summary>Writes another config, as an operator's editor would; the gateway notices by itself.</summary>
    public Task ReconfigureAsync(string gatewaySection) => WriteConfigFileAsync(FileOf(gatewaySection));

    /// <summary>Writes the file as it is, valid or not, in one step: half of it is not to be read.</summary>
    public async Task WriteConfigFileAsync(string content)
    {
        var whole = _file + ".new";
        await File.WriteAllTextAsync(whole, content);
        File.Move(whole, _file, overwrite: true);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.StopAsync(CancellationToken.None);
        await _app.DisposeAsync();
        Directory.Delete(Path.GetDirectoryName(_file)!, recursive: true);
    }

    private static string FileOf(string gatewaySection) => $$"""{ "Gateway": {{gatewaySection}} }""";
}
