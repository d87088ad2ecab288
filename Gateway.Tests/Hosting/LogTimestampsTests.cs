using Gateway.Proxy.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;
using Microsoft.Extensions.Options;

namespace Gateway.Tests.Hosting;

public sealed class LogTimestampsTests
{
    [Theory]
    [InlineData(null, "yyyy-MM-ddTHH:mm:ss.fffZ ", "yyyy-MM-ddTHH:mm:ss.fffZ", true)]
    [InlineData("HH:mm ", "HH:mm ", "HH:mm ", false)]
    public void A_console_line_has_its_time_in_UTC_unless_the_configuration_says_otherwise(string? configured, string text, string json, bool isUtc)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new("Console:FormatterOptions:TimestampFormat", configured)]).Build();
        var services = new ServiceCollection().AddLogging(logging => logging.AddConfiguration(configuration).AddConsole());
        LogTimestamps.Add(services);
        using var built = services.BuildServiceProvider();

        var simple = built.GetRequiredService<IOptions<SimpleConsoleFormatterOptions>>().Value;
        var structured = built.GetRequiredService<IOptions<JsonConsoleFormatterOptions>>().Value;

        // The console takes the options of the formatter that is named.
        Assert.Equal("simple", built.GetRequiredService<IOptions<ConsoleLoggerOptions>>().Value.FormatterName);
        Assert.Equal((text, json, isUtc, isUtc), (simple.TimestampFormat, structured.TimestampFormat, simple.UseUtcTimestamp, structured.UseUtcTimestamp));
    }
}
