using System.Globalization;
using Gateway.Proxy.Configuration;
using Gateway.Proxy.Settings;
using Microsoft.Extensions.Logging.Console;
using Microsoft.Extensions.Options;

namespace Gateway.Proxy.Hosting;

/// <summary>Validates what the framework reads from the <c>Logging</c> section: levels by category, and the console's options.</summary>
internal static class LoggingSettings
{
    private const string Section = "Logging";
    private const string Levels = "LogLevel";

    private static readonly string[] Formatters = [ConsoleFormatterNames.Simple, ConsoleFormatterNames.Json, ConsoleFormatterNames.Systemd];

    public static void Check(IConfiguration configuration, ConfigurationErrors errors)
    {
        CheckFormatter(configuration, errors);
        var section = configuration.GetSection(Section);
        if (!section.Exists() || Failure(section.AsEnumerable()) is not { } failure)
            return;

        // The exception names no key, so each key is bound separately to find the invalid one.
        var wrong = section.AsEnumerable().Where(setting => setting.Value is not null).Select(setting => (Setting: setting, Failure: Failure([setting]))).Where(tried => tried.Failure is not null).ToArray();
        foreach (var (setting, alone) in wrong)
            errors.Refuse(setting.Key, setting.Value, $"is not allowed; {Allowed(setting.Key, alone!)}");
        if (wrong.Length == 0)
            errors.Add(Section, failure);
    }

    // The console logger takes its default in place of a name that it does not know. Another application may have a formatter of its own.
    private static void CheckFormatter(IConfiguration configuration, ConfigurationErrors errors)
    {
        if (configuration["Logging:Console:FormatterName"] is { Length: > 0 } name && BuiltInRoutes.IsOwnHost(configuration) && !Formatters.Contains(name, StringComparer.OrdinalIgnoreCase))
            errors.Refuse("Logging:Console:FormatterName", name, $"is not allowed; allowed: {string.Join(", ", Formatters)}");
    }

    private static string Allowed(string key, string failure) =>
        key.Split(ConfigurationPath.KeyDelimiter).Contains(Levels, StringComparer.OrdinalIgnoreCase) ? $"allowed: {string.Join(", ", Enum.GetNames<LogLevel>())}" : failure;

    private static string? Failure(IEnumerable<KeyValuePair<string, string?>> settings)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(settings).Build();
        using var services = new ServiceCollection().AddLogging(logging => logging.AddConfiguration(configuration.GetSection(Section)).AddConsole()).BuildServiceProvider();
        try
        {
            _ = services.GetRequiredService<IOptions<LoggerFilterOptions>>().Value;
            _ = services.GetRequiredService<IOptions<ConsoleLoggerOptions>>().Value;
            CheckTimestamp(services.GetRequiredService<IOptions<SimpleConsoleFormatterOptions>>().Value);
            CheckTimestamp(services.GetRequiredService<IOptions<JsonConsoleFormatterOptions>>().Value);
            return null;
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            return exception.GetBaseException().Message.ReplaceLineEndings(" ");
        }
    }

    // The formatter would first use it with its first line, and fail a request.
    private static void CheckTimestamp(ConsoleFormatterOptions options)
    {
        if (options.TimestampFormat is { } format)
            _ = default(DateTimeOffset).ToString(format, CultureInfo.InvariantCulture);
    }
}
