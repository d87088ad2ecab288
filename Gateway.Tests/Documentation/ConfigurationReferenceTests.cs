using Gateway.Tests.Harness;

namespace Gateway.Tests.Documentation;

public sealed class ConfigurationReferenceTests
{
    private const string Page = "docs/configuration.md";
    private const string Begin = "<!-- settings: generated from the settings tables -->\n";

    [Fact]
    public async Task The_reference_lists_every_setting_as_the_settings_tables_define_it()
    {
        var text = NamedBlocks.Read(Page);
        var written = text[..(text.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length)];
        var expected = written + ConfigurationReference.Text();
        if (Environment.GetEnvironmentVariable("GATEWAY_UPDATE_SCHEMA") == "1")
            await File.WriteAllTextAsync(Repository.File(Page), expected);

        Assert.True(NamedBlocks.Read(Page) == expected, $"{Page} is outdated: GATEWAY_UPDATE_SCHEMA=1 dotnet test Gateway.Tests --filter \"SchemaTests|ConfigurationReference\"");
    }
}
