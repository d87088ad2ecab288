using Gateway.Tests.Harness;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;

namespace Gateway.Tests.Runtime;

/// <summary>A change that others than the gateway cannot use is rejected whole, and nobody dies of it.</summary>
public sealed class OtherSectionReloadTests
{
    // What is written beside the Gateway section, and the key that the error names.
    public static TheoryData<string, string> Wrong => new()
    {
        { """ "Logging": { "LogLevel": { "Default": "Bogus" } } """, "Logging:LogLevel:Default: \"Bogus\" is not allowed; allowed: Trace, Debug" },
        { """ "Logging": { "Console": { "LogLevel": { "Other": "Informaton" } } } """, "Logging:Console:LogLevel:Other" },
        { """ "Logging": { "LogLevel": { "Default": "Error" }, "Console": { "MaxQueueLength": 0 } } """, "Logging:Console:MaxQueueLength: \"0\"" },
        { """ "Logging": { "Console": { "FormatterOptions": { "TimestampFormat": "yyyy\"'" } } } """, "Logging:Console:FormatterOptions:TimestampFormat" },
        { """ "Logging": { "Console": { "QueueFullMode": "Discard" } } """, "Logging:Console:QueueFullMode" },
        { """ "Logging": { "Console": { "FormatterOptions": { "IncludeScopes": "perhaps" } } } """, "Logging:Console:FormatterOptions:IncludeScopes" },
        { """ "Kestrel": { "Endpoints": { "X": {} } } """, "Kestrel:Endpoints:X" },
        { """ "Kestrel": { "Endpoints": { "X": { "Url": "garbage" }, "Y": { "Url": "http://127.0.0.1:8099" } } } """, "Kestrel:Endpoints:X" },
        { """ "Kestrel": { "Endpoints": { "X": { "Url": "https://127.0.0.1:8099", "Certificate": { "Path": "nowhere.pem", "KeyPath": "nowhere.key" } } } } """, "Kestrel:Endpoints:X" },
        { """ "Kestrel": { "Certificates": { "Default": { "Path": "nowhere.pfx" } } } """, "Kestrel:Certificates" },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public async Task It_is_rejected_whole_by_the_name_of_its_key_until_it_is_mended(string members, string says)
    {
        LogLines log = new();
        await using var a = await Upstream.StartAsync("a");
        await using var b = await Upstream.StartAsync("b");
        await using var gateway = await GatewayInstance.StartWithFileAsync(Content(a, """ "Logging": { "LogLevel": { "Default": "Warning" } } """), builder => Configure(builder, log));

        await gateway.WriteConfigFileAsync(Content(b, members));
        await RejectedReloadTests.ErrorAsync(gateway, says);

        Assert.Equal(1, (int)(await ReloadTests.ConfigAsync(gateway))["version"]!);
        Assert.Equal("a", await gateway.Client.GetStringAsync("/api/x"));
        Assert.Equal("Warning", gateway.Services.GetRequiredService<IConfiguration>()["Logging:LogLevel:Default"]);
        Assert.Contains(log.Lines, line => line.Contains("rejected", StringComparison.Ordinal) && line.Contains(says, StringComparison.Ordinal));

        await gateway.WriteConfigFileAsync(Content(b, """ "Logging": { "LogLevel": { "Default": "Error" }, "Console": { "MaxQueueLength": 7 } } """));
        await ReloadTests.VersionAsync(gateway, 2);
        Assert.Equal("b", await gateway.Client.GetStringAsync("/api/x"));
        Assert.Equal(7, gateway.Services.GetRequiredService<IOptionsMonitor<ConsoleLoggerOptions>>().CurrentValue.MaxQueueLength);
    }

    [Fact]
    public async Task A_listener_of_the_applications_own_that_throws_takes_the_change_back()
    {
        await using var a = await Upstream.StartAsync("a");
        await using var b = await Upstream.StartAsync("b");
        await using var gateway = await GatewayInstance.StartWithFileAsync(Content(a, "\"Mine\": 1"));
        var configuration = gateway.Services.GetRequiredService<IConfiguration>();
        using var listener = ChangeToken.OnChange(configuration.GetReloadToken, () =>
        {
            if (configuration["Mine"] == "2")
                throw new InvalidOperationException("Mine cannot be 2.");
        });

        await gateway.WriteConfigFileAsync(Content(b, "\"Mine\": 2"));
        await RejectedReloadTests.ErrorAsync(gateway, "Mine cannot be 2.");

        Assert.Equal("1", configuration["Mine"]);
        Assert.Equal("a", await gateway.Client.GetStringAsync("/api/x"));

        await gateway.WriteConfigFileAsync(Content(b, "\"Mine\": 3"));
        await ReloadTests.VersionAsync(gateway, 2);
        Assert.Equal(("3", "b"), (configuration["Mine"], await gateway.Client.GetStringAsync("/api/x")));
    }

    [Fact]
    public async Task A_change_that_cannot_be_checked_is_rejected_until_it_can()
    {
        BrokenSource source = new();
        await using var a = await Upstream.StartAsync("a");
        await using var b = await Upstream.StartAsync("b");
        await using var gateway = await GatewayInstance.StartWithFileAsync(Content(a, "\"Mine\": 1"), builder => ((IConfigurationBuilder)builder.Configuration).Add(source));

        source.IsBroken = true;
        await gateway.WriteConfigFileAsync(Content(b, "\"Mine\": 2"));
        await RejectedReloadTests.ErrorAsync(gateway, "the configuration cannot be checked: The vault is sealed.");
        Assert.Equal("a", await gateway.Client.GetStringAsync("/api/x"));

        source.IsBroken = false;
        await gateway.WriteConfigFileAsync(Content(b, "\"Mine\": 3"));
        await ReloadTests.VersionAsync(gateway, 2);
        Assert.Equal("b", await gateway.Client.GetStringAsync("/api/x"));
    }

    [Fact]
    public async Task What_stands_beside_a_wrong_route_is_not_taken_either()
    {
        await using var a = await Upstream.StartAsync("a");
        await using var gateway = await GatewayInstance.StartWithFileAsync(Content(a, "\"Mine\": 1"));

        await gateway.WriteConfigFileAsync("""{ "Gateway": { "Rutes": {} }, "Mine": 2 }""");
        await RejectedReloadTests.ErrorAsync(gateway, "Gateway:Rutes");

        Assert.Equal("1", gateway.Services.GetRequiredService<IConfiguration>()["Mine"]);
    }

    [Fact]
    public async Task A_file_with_another_content_of_the_same_length_and_time_is_taken()
    {
        await using var a = await Upstream.StartAsync("a");
        await using var gateway = await GatewayInstance.StartWithFileAsync(Content(a, "\"Mine\": 1"));
        var copy = gateway.ConfigFile + ".new";
        await File.WriteAllTextAsync(copy, Content(a, "\"Mine\": 2"));
        File.SetLastWriteTimeUtc(copy, File.GetLastWriteTimeUtc(gateway.ConfigFile));
        Assert.Equal(new FileInfo(gateway.ConfigFile).Length, new FileInfo(copy).Length);

        File.Move(copy, gateway.ConfigFile, overwrite: true);

        await Eventually.BecomesTrueAsync(() => gateway.Services.GetRequiredService<IConfiguration>()["Mine"] == "2", ReloadTests.Limit, "the new content is in force");
    }

    private static void Configure(WebApplicationBuilder builder, LogLines log)
    {
        log.AddTo(builder);
        builder.Logging.AddConfiguration(builder.Configuration.GetSection("Logging")).AddConsole();
    }

    /// <summary>A source of the application's own which at times cannot say what it has for the gateway.</summary>
    private sealed class BrokenSource : ConfigurationProvider, IConfigurationSource
    {
        public bool IsBroken { get; set; }

        public IConfigurationProvider Build(IConfigurationBuilder builder) => this;

        public override IEnumerable<string> GetChildKeys(IEnumerable<string> earlierKeys, string? parentPath) =>
            IsBroken && parentPath == "Gateway" ? throw new InvalidOperationException("The vault is sealed.") : base.GetChildKeys(earlierKeys, parentPath);
    }

    private static string Content(Upstream upstream, string members) => $$"""{ "Gateway": {{ReloadTests.One(upstream.Address)}}, {{members}} }""";
}
