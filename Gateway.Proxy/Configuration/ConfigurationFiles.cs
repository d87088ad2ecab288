using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Configuration.EnvironmentVariables;
using Microsoft.Extensions.Configuration.Json;
using Microsoft.Extensions.FileProviders;

namespace Gateway.Proxy.Configuration;

/// <summary>The JSON files that the configuration is read from.</summary>
internal static partial class ConfigurationFiles
{
    /// <summary>Adds <paramref name="file"/> over appsettings*.json and under environment variables and arguments.</summary>
    /// <param name="configuration">The configuration.</param>
    /// <param name="file">The file.</param>
    /// <param name="isOptional">Whether the file may be missing; it is read once it exists.</param>
    public static void AddGatewayFile(this IConfigurationManager configuration, FileInfo file, bool isOptional = false)
    {
        JsonConfigurationSource source = new() { Path = file.FullName, Optional = isOptional, ReloadOnChange = true };
        source.ResolveFileProvider();

        var environment = configuration.Sources.OfType<EnvironmentVariablesConfigurationSource>().LastOrDefault(variables => string.IsNullOrEmpty(variables.Prefix));
        configuration.Sources.Insert(environment is null ? configuration.Sources.Count : configuration.Sources.IndexOf(environment), new WatchedJsonSource(source, FileRole.Given));
    }

    /// <summary>Reads appsettings*.json from <paramref name="folder"/>, and polls all JSON files for changes.</summary>
    public static void UseSettingsOf(this IConfigurationManager configuration, string folder)
    {
        PhysicalFileProvider files = new(folder);
        for (var i = 0; i < configuration.Sources.Count; i++)
        {
            if (configuration.Sources[i] is not JsonConfigurationSource { Path: { } path } source)
                continue;
            source.ReloadOnChange = true;
            if (path.StartsWith("appsettings.", StringComparison.OrdinalIgnoreCase))
                source.FileProvider = files;
            configuration.Sources[i] = new WatchedJsonSource(source);
        }
    }

    /// <summary>At run time, an invalid or missing file must neither stop the process nor drop its last good content.</summary>
    public static void UseResilientJsonFiles(this IConfigurationManager configuration)
    {
        for (var i = 0; i < configuration.Sources.Count; i++)
        {
            if (configuration.Sources[i] is JsonConfigurationSource source and not WatchedJsonSource)
                configuration.Sources[i] = new WatchedJsonSource(source);
        }
    }

    /// <summary>The error of the files in their current state; null when all of them are in force.</summary>
    public static string? FindBroken(IConfiguration configuration) => configuration is IConfigurationRoot root
        ? root.Providers.OfType<WatchedJsonProvider>().Select(provider => provider.Error).FirstOrDefault(error => error is not null)
        : null;

    /// <summary>A one-line error for a file that could not be loaded.</summary>
    public static string Describe(string file, Exception exception) => exception.GetBaseException() switch
    {
        JsonException json => $"{file}: not valid JSON, line {json.LineNumber + 1}: {Word().Replace(FirstSentence(json.Message), "'***'", 1)}",
        FileNotFoundException => $"{file}: no such file",
        IOException or UnauthorizedAccessException => $"{file}: cannot be read: {exception.GetBaseException().Message}",
        FormatException duplicate when duplicate.Message.StartsWith("A duplicate key", StringComparison.Ordinal) => $"{file}: {duplicate.Message} Keys that differ only in case are the same; allowed: each key once, several values as a list",
        var cause => $"{file}: {Secrets.In(cause.Message)}",
    };

    // The message begins with the offending text, which may be part of a secret.
    [GeneratedRegex("^'[^']{2,}'")]
    private static partial Regex Word();

    private static string FirstSentence(string message) => message.Split(" LineNumber:")[0].Split(" Path:")[0];
}
