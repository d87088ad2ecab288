using System.Globalization;
using Gateway.Proxy.Configuration;
using Microsoft.Extensions.Logging.Console;
using Microsoft.Extensions.Options;

namespace Gateway.Proxy.Hosting;

/// <summary>Validates what the framework reads from the <c>Logging</c> section: levels by category, and the console's options.</summary>
internal static class LoggingSettings
{
    private const string Section = "Logging";
    private const string Levels = "LogLevel";

    public static void Check(IConfiguration configuration, ConfigurationErrors errors)
    {
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
