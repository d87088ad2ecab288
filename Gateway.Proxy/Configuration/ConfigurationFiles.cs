using System.Text.Json;
using Microsoft.Extensions.Configuration.EnvironmentVariables;
using Microsoft.Extensions.Configuration.Json;

namespace Gateway.Proxy.Configuration;

/// <summary>The JSON files that the configuration is read from.</summary>
internal static class ConfigurationFiles
{
    /// <summary>Adds <paramref name="file"/> over appsettings*.json and under environment variables and arguments.</summary>
    public static void AddGatewayFile(this IConfigurationManager configuration, FileInfo file)
    {
        JsonConfigurationSource source = new() { Path = file.FullName, Optional = false, ReloadOnChange = true };
        source.ResolveFileProvider();

        var environment = configuration.Sources.OfType<EnvironmentVariablesConfigurationSource>().LastOrDefault(variables => string.IsNullOrEmpty(variables.Prefix));
        configuration.Sources.Insert(environment is null ? configuration.Sources.Count : configuration.Sources.IndexOf(environment), source);
    }

    /// <summary>While running, a file that does not parse must not take the process down, nor its last content out of force.</summary>
    public static void TolerateBrokenFilesOnReload(this IConfigurationManager configuration)
    {
        foreach (var source in configuration.Sources.OfType<JsonConfigurationSource>())
            source.OnLoadException = context => context.Ignore = true;
    }

    /// <summary>What is wrong with the files as they are now; null when all of them parse.</summary>
    public static string? FindBroken(IConfigurationManager configuration)
    {
        foreach (var source in configuration.Sources.OfType<JsonConfigurationSource>())
        {
            if (source.Path is null || source.FileProvider?.GetFileInfo(source.Path) is not { } file)
                continue;
            if (!file.Exists && source.Optional)
                continue;
            try
            {
                using var stream = file.CreateReadStream();
                using var document = JsonDocument.Parse(stream, new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
            }
            catch (Exception exception) when (exception is JsonException or IOException or UnauthorizedAccessException)
            {
                return Describe(file.PhysicalPath ?? source.Path, exception);
            }
        }

        return null;
    }

    /// <summary>One line on a file that could not be loaded.</summary>
    public static string Describe(string file, Exception exception) => exception.GetBaseException() switch
    {
        JsonException json => $"{file}: not valid JSON, line {json.LineNumber + 1}: {FirstSentence(json.Message)}",
        FileNotFoundException => $"{file}: no such file",
        var cause => $"{file}: {cause.Message}",
    };

    private static string FirstSentence(string message) => message.Split(" LineNumber:")[0].Split(" Path:")[0];
}
