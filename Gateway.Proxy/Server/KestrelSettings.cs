using Gateway.Proxy.Configuration;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Gateway.Proxy.Server;

/// <summary>Validates what Kestrel reads from its section: endpoints and certificates.</summary>
internal sealed class KestrelSettings(string contentRoot)
{
    private const string Section = "Kestrel";
    private const string Endpoints = "Endpoints";

    public void Check(IConfiguration configuration, ConfigurationErrors errors)
    {
        var section = configuration.GetSection(Section);
        if (!section.GetChildren().Any())
            return;
        using var server = NewServer();
        var settings = section.AsEnumerable(makePathsRelative: true).ToArray();
        foreach (var endpoint in section.GetSection(Endpoints).GetChildren())
        {
            var others = ConfigurationPath.Combine(Endpoints, string.Empty);
            var own = ConfigurationPath.Combine(Endpoints, endpoint.Key);
            if (Failure(server, settings.Where(setting => !setting.Key.StartsWith(others, StringComparison.OrdinalIgnoreCase) || IsAtOrBelow(setting.Key, own))) is { } failure)
                errors.Add(endpoint.Path, failure);
        }

        var certificates = section.GetSection("Certificates");
        if (certificates.Exists() && Failure(server, settings.Where(setting => IsAtOrBelow(setting.Key, certificates.Key))) is { } broken)
            errors.Add(certificates.Path, broken);
    }

    private static bool IsAtOrBelow(string key, string path) =>
        key.Equals(path, StringComparison.OrdinalIgnoreCase) || key.StartsWith(path + ConfigurationPath.KeyDelimiter, StringComparison.OrdinalIgnoreCase);

    // A server with the application's options, which is never started.
    private WebApplication NewServer()
    {
        var builder = WebApplication.CreateEmptyBuilder(new() { ContentRootPath = contentRoot });
        builder.WebHost.UseKestrel();
        return builder.Build();
    }

    private static string? Failure(WebApplication server, IEnumerable<KeyValuePair<string, string?>> settings)
    {
        try
        {
            KestrelServerOptions options = new() { ApplicationServices = server.Services };
            options.Configure(new ConfigurationBuilder().AddInMemoryCollection(settings).Build()).Load();
            return null;
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            return exception.GetBaseException().Message.ReplaceLineEndings(" ");
        }
    }
}
