using System.Globalization;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using Gateway.Proxy.CommandLine;
using Gateway.Proxy.Configuration;
using Gateway.Proxy.Diagnostics;
using Gateway.Proxy.Hosting;
using Gateway.Proxy.Pipeline;
using Gateway.Proxy.Server;
using Gateway.Proxy.Settings;
using Microsoft.Extensions.Configuration.Memory;

namespace Gateway.Proxy;

/// <summary>The host of the gateway: where its configuration comes from and where it listens.</summary>
internal static partial class GatewayHost
{
    private const string DevelopmentRoutes = "canary.Development.json";

    // The framework would watch the current folder with all folders below.
    private const string NoWatchers = "--hostBuilder:reloadConfigOnChange=false";

    public static WebApplicationBuilder CreateBuilder(GatewayArguments arguments)
    {
        // Checked here, because the framework's message omits the root of the path.
        if (arguments.Config is { Exists: false } missing)
            throw new GatewayConfigurationException([new(missing.FullName, Directory.Exists(missing.FullName) ? "is a folder; allowed: a JSON file" : "no such file")]);

        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = [NoWatchers] });
        var settings = SettingsFolder(builder.Environment.ContentRootPath);
        builder.Configuration.UseSettingsOf(settings);
        if (arguments.Config is { } file)
            builder.Configuration.AddGatewayFile(file);
        else if (Environment.GetEnvironmentVariable(GatewayCommand.ConfigVariable) is { Length: > 0 } path)
            builder.Configuration.AddGatewayFile(new(path), isOptional: true);
        builder.Configuration.AddInMemoryCollection(arguments.AsConfiguration());

        // All endpoints here are the gateway's, so nothing needs the framework's handling of forwarded headers.
        builder.Configuration.AddInMemoryCollection([new(FrameworkForwarding.Key, "false")]);
        if (builder.Environment.IsDevelopment())
            builder.Configuration.AddBuiltInFile(Path.Combine(settings, DevelopmentRoutes));
        builder.Configuration.AddBuiltInRoutes(FileRole.BuiltIn);

        // StartErrors reports startup errors once, as plain lines.
        builder.Logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.Critical);

        LogTimestamps.Add(builder.Services);
        SetDefaults(builder.Configuration);
        return builder;
    }

    // Lowest precedence.
    private static void SetDefaults(ConfigurationManager configuration)
    {
        Dictionary<string, string?> defaults = new()
        {
            // When this category is enabled, ASP.NET Core creates an Activity for each request's log scope: a sixth of a request's cost.
            // With a trace exporter the spans exist in any case.
            ["Logging:LogLevel:Microsoft.AspNetCore.Hosting.Diagnostics"] = "None",

            // A blocked log reader must not block requests.
            ["Logging:Console:QueueFullMode"] = "DropWrite",
        };
        if (ListenAddresses.Of(configuration).Count == 0 && !ListenAddresses.AreEndpoints(configuration))
            defaults[WebHostDefaults.ServerUrlsKey] = $"http://localhost:{GatewayArguments.DefaultPort}";
        ((IConfigurationBuilder)configuration).Sources.Insert(0, new MemoryConfigurationSource { InitialData = defaults });
    }

    /// <summary>Prints the configuration; the gateway has not been added yet, which would change the addresses in it.</summary>
    public static async Task<int> PrintAsync(WebApplicationBuilder builder)
    {
        var settings = GatewayBuilderExtensions.ReadSettings(builder.Configuration, GatewayBuilderExtensions.CheckOf(builder));
        await Console.Out.WriteAsync(PrintedConfiguration.Of(builder.Configuration, settings));
        return GatewayCommand.Done;
    }

    /// <summary>Builds the whole application without starting it.</summary>
    public static async Task<int> ReportValidAsync(WebApplicationBuilder builder)
    {
        builder.Logging.ClearProviders();
        await using var app = builder.Build();
        app.MapGateway();
        var settings = app.Services.GetRequiredService<GatewaySettings>();
        await app.Services.GetRequiredService<GatewayRoutes>().ConfigureAsync(settings, CancellationToken.None);
        var builtIn = BuiltInRoutes.NamesOn(builder.Configuration);
        string[] names = [.. settings.Routes.Select(route => route.Name).Where(builtIn.Contains)];
        Console.WriteLine($"The configuration is valid: {(settings.Routes.Count == 1 ? "1 route" : $"{settings.Routes.Count} routes")}{(names.Length > 0 ? $" (built in: {string.Join(", ", names)})" : string.Empty)}.");
        return GatewayCommand.Done;
    }

    /// <summary>Serves until the process is told to end. A port that is in use is an error that names the setting.</summary>
    public static async Task RunAsync(WebApplication app)
    {
        var settings = app.Services.GetRequiredService<GatewaySettings>();
        try
        {
            await app.RunAsync();
        }
        catch (IOException exception) when (exception.GetBaseException() is SocketException)
        {
            throw new GatewayConfigurationException([PortError(exception, settings)]);
        }
    }

    // The framework's message has the address.
    private static ConfigurationError PortError(IOException exception, GatewaySettings settings)
    {
        var message = $"{exception.Message.TrimEnd('.')}: {exception.GetBaseException().Message}";
        foreach (var (key, port) in (ReadOnlySpan<(string, int?)>)[("Gateway:Management:Port", settings.Management.Port), ("Gateway:Http2Port", settings.Http2Port)])
        {
            if (port is { } own && PortIn().Match(message) is { Success: true } found && found.Value == own.ToString(CultureInfo.InvariantCulture))
                return new(key, $"\"{own}\" cannot be listened on: {message}; allowed: a port that is free");
        }

        return new("urls", $"{message}; allowed: a port that is free, for example with --port");
    }

    [GeneratedRegex(@"(?<=://\S*:)\d+(?!\S*:\d)")]
    private static partial Regex PortIn();

    public static void WarnOfReplacedEndpoints(WebApplication app)
    {
        var endpoints = app.Configuration.GetSection("Kestrel:Endpoints").GetChildren().Select(endpoint => endpoint.Key).ToArray();
        if (endpoints.Length > 0 && !ListenAddresses.AreEndpoints(app.Configuration))
            LogReplaced(app.Logger, string.Join(", ", endpoints));
    }

    [LoggerMessage(EventIds.EndpointsReplaced, LogLevel.Warning, "--port or --host replaces Kestrel:Endpoints; the gateway does not listen on {Endpoints}", EventName = nameof(EventIds.EndpointsReplaced))]
    private static partial void LogReplaced(ILogger logger, string endpoints);

    public static void TellOfBuiltInRoutes(WebApplication app)
    {
        var names = BuiltInRoutes.NamesOn((IConfigurationRoot)app.Configuration);
        var routes = app.Services.GetRequiredService<GatewaySettings>().Routes.Where(route => names.Contains(route.Name)).Select(route => $"{route.Name} ({route.Path})").ToArray();
        if (routes.Length > 0)
            LogBuiltIn(app.Logger, string.Join(", ", routes));
    }

    [LoggerMessage(EventIds.BuiltInRoutesOn, LogLevel.Information, "The built-in routes are on: {Routes}. To turn them off, name routes in a file that --config gives, or set Gateway:BuiltInRoutes to false", EventName = nameof(EventIds.BuiltInRoutesOn))]
    private static partial void LogBuiltIn(ILogger logger, string routes);

    // Beside the program, unless the current folder has an appsettings.json of its own. Relative paths within the settings start at the current folder in any case.
    private static string SettingsFolder(string contentRoot) => File.Exists(Path.Combine(contentRoot, "appsettings.json")) ? contentRoot : AppContext.BaseDirectory;
}
