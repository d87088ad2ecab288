using Microsoft.Extensions.Logging.Console;

namespace Gateway.Proxy.Hosting;

/// <summary>Each line of the console log begins with its time in UTC, unless <c>Logging:Console:FormatterOptions:TimestampFormat</c> says otherwise.</summary>
internal static class LogTimestamps
{
    private const string Format = "yyyy-MM-ddTHH:mm:ss.fffZ";

    public static void Add(IServiceCollection services)
    {
        // Without a name the console's options would replace those of its default formatter.
        services.PostConfigure<ConsoleLoggerOptions>(options => options.FormatterName ??= ConsoleFormatterNames.Simple);
        // The console's text formatter puts nothing between the time and the level.
        services.PostConfigure<SimpleConsoleFormatterOptions>(options => Set(options, $"{Format} "));
        services.PostConfigure<JsonConsoleFormatterOptions>(options => Set(options, Format));
    }

    private static void Set(ConsoleFormatterOptions options, string format)
    {
        if (options.TimestampFormat is not null)
            return;
        (options.TimestampFormat, options.UseUtcTimestamp) = (format, true);
    }
}
