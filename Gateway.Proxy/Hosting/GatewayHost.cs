using Gateway.Proxy.CommandLine;
using Gateway.Proxy.Configuration;

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

        // A span for each request, which the framework makes for the sake of this category's scopes, costs a sixth of the request.
        // First of the rules, so that any in the configuration wins. With an exporter for traces there are spans anyway.
        builder.Services.Configure<LoggerFilterOptions>(filters =>
            filters.Rules.Insert(0, new(providerName: null, "Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.None, filter: null)));
        if (!SaysWhereToListen(builder.Configuration))
            builder.WebHost.UseUrls(DefaultUrl);
        return builder;
    }

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
