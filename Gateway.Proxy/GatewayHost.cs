using Gateway.Proxy.CommandLine;
using Gateway.Proxy.Configuration;
using Gateway.Proxy.Diagnostics;
using Gateway.Proxy.Server;
using Gateway.Proxy.Settings;
using Microsoft.Extensions.Configuration.Memory;

namespace Gateway.Proxy;

/// <summary>The host of the gateway: where its configuration comes from and where it listens.</summary>
internal static partial class GatewayHost
{
    private const string DevelopmentRoutes = "canary.Development.json";

    private static readonly string DefaultUrl = $"http://localhost:{GatewayArguments.DefaultPort}";

    public static WebApplicationBuilder CreateBuilder(GatewayArguments arguments)
    {
        // Checked here, because the framework's message omits the root of the path.
        if (arguments.Config is { Exists: false } missing)
            throw new GatewayConfigurationException([new(missing.FullName, Directory.Exists(missing.FullName) ? "is a folder; allowed: a JSON file" : "no such file")]);

        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { ContentRootPath = ContentRoot() });
        if (arguments.Config is { } file)
            builder.Configuration.AddGatewayFile(file);
        else if (Environment.GetEnvironmentVariable(GatewayCommand.ConfigVariable) is { Length: > 0 } path)
            builder.Configuration.AddGatewayFile(new(path), isOptional: true);
        builder.Configuration.AddInMemoryCollection(arguments.AsConfiguration());
        if (builder.Environment.IsDevelopment())
            builder.Configuration.AddBuiltInFile(DevelopmentRoutes);
        builder.Configuration.AddBuiltInRoutes(FileRole.BuiltIn);

        // StartErrors reports startup errors once, as plain lines.
        builder.Logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.Critical);

        SetDefaults(builder.Configuration);
        if (ListenAddresses.Of(builder.Configuration).Count == 0 && !ListenAddresses.AreEndpoints(builder.Configuration))
            builder.WebHost.UseUrls(DefaultUrl);
        return builder;
    }

    // Lowest precedence.
    private static void SetDefaults(ConfigurationManager configuration) => ((IConfigurationBuilder)configuration).Sources.Insert(0, new MemoryConfigurationSource
    {
        InitialData =
        [
            // When this category is enabled, ASP.NET Core creates an Activity for each request's log scope: a sixth of a request's cost.
            // With a trace exporter the spans exist in any case.
            new("Logging:LogLevel:Microsoft.AspNetCore.Hosting.Diagnostics", "None"),

            // A blocked log reader must not block requests.
            new("Logging:Console:QueueFullMode", "DropWrite"),
        ],
    });

    /// <summary>Builds the whole application without starting it.</summary>
    public static async Task<int> ReportValidAsync(WebApplicationBuilder builder)
    {
        builder.Logging.ClearProviders();
        await using var app = builder.Build();
        app.MapGateway();
        var settings = app.Services.GetRequiredService<GatewaySettings>();
        await app.Services.GetRequiredService<GatewayRoutes>().ConfigureAsync(settings, CancellationToken.None);
        Console.WriteLine($"The configuration is valid: {settings.Routes.Count} routes.");
        return GatewayCommand.Done;
    }

    public static void WarnOfReplacedEndpoints(WebApplication app)
    {
        var endpoints = app.Configuration.GetSection("Kestrel:Endpoints").GetChildren().Select(endpoint => endpoint.Key).ToArray();
        if (endpoints.Length > 0 && !ListenAddresses.AreEndpoints(app.Configuration))
            LogReplaced(app.Logger, string.Join(", ", endpoints));
    }

    [LoggerMessage(EventIds.EndpointsReplaced, LogLevel.Warning, "--port or --host replaces Kestrel:Endpoints; the gateway does not listen on {Endpoints}", EventName = nameof(EventIds.EndpointsReplaced))]
    private static partial void LogReplaced(ILogger logger, string endpoints);

    // The appsettings.json beside the program, unless the current folder has its own.
    private static string ContentRoot() =>
        File.Exists(Path.Combine(Directory.GetCurrentDirectory(), "appsettings.json")) ? Directory.GetCurrentDirectory() : AppContext.BaseDirectory;

}
