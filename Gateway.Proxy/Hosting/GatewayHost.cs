using Gateway.Proxy.CommandLine;
using Gateway.Proxy.Configuration;
using Microsoft.Extensions.Configuration.Memory;

namespace Gateway.Proxy.Hosting;

/// <summary>The host of the gateway: where its configuration comes from and where it listens.</summary>
internal static class GatewayHost
{
    private static readonly string DefaultUrl = $"http://localhost:{GatewayArguments.DefaultPort}";

    public static WebApplicationBuilder CreateBuilder(GatewayArguments arguments)
    {
        // Looked at here, because the framework's message has lost the path's root.
        if (arguments.Config is { Exists: false } missing)
            throw new GatewayConfigurationException([new(missing.FullName, Directory.Exists(missing.FullName) ? "is a folder; allowed: a JSON file" : "no such file")]);

        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { ContentRootPath = ContentRoot() });
        if (arguments.Config is { } file)
            builder.Configuration.AddGatewayFile(file);
        builder.Configuration.AddInMemoryCollection(arguments.AsConfiguration());

        // What keeps the gateway from starting is told once, in plain lines, by StartErrors.
        builder.Logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.Critical);

        SetDefaults(builder.Configuration);
        if (!SaysWhereToListen(builder.Configuration))
            builder.WebHost.UseUrls(DefaultUrl);
        return builder;
    }

    // Below all other configuration, so that any of it wins.
    private static void SetDefaults(ConfigurationManager configuration) => ((IConfigurationBuilder)configuration).Sources.Insert(0, new MemoryConfigurationSource
    {
        InitialData =
        [
            // The framework makes a span for each request for the sake of this category's scopes: a sixth of what a request costs.
            // With an exporter for traces there are spans anyway.
            new("Logging:LogLevel:Microsoft.AspNetCore.Hosting.Diagnostics", "None"),

            // Who does not take the log must not hold up requests.
            new("Logging:Console:QueueFullMode", "DropWrite"),
        ],
    });

    public static int ReportValid(WebApplicationBuilder builder)
    {
        var settings = GatewaySettingsReader.Read(builder.Configuration);
        Console.WriteLine($"The configuration is valid: {settings.Routes.Count} routes.");
        return GatewayCommand.Done;
    }

    // The appsettings.json beside the program, unless the current folder has its own.
    private static string ContentRoot() =>
        File.Exists(Path.Combine(Directory.GetCurrentDirectory(), "appsettings.json")) ? Directory.GetCurrentDirectory() : AppContext.BaseDirectory;

    private static bool SaysWhereToListen(ConfigurationManager configuration) =>
        !string.IsNullOrEmpty(configuration[WebHostDefaults.ServerUrlsKey])
        || !string.IsNullOrEmpty(configuration[WebHostDefaults.HttpPortsKey])
        || !string.IsNullOrEmpty(configuration[WebHostDefaults.HttpsPortsKey])
        || configuration.GetSection("Kestrel:Endpoints").GetChildren().Any();
}
