using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Gateway.Proxy.Settings;
using Gateway.Tests.Configuration;
using Gateway.Tests.Harness;
using Gateway.Tests.Settings;

namespace Gateway.Tests.Documentation;

/// <summary>Every JSON block of every page that has a <c>Gateway</c> section.</summary>
public sealed partial class ConfigurationExampleTests
{
    private static readonly JsonDocumentOptions WithComments = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    [Fact]
    public void Every_configuration_on_a_page_is_valid()
    {
        var schema = JsonNode.Parse(GatewaySchema.Text)!.AsObject();
        List<string> wrong = [];
        var checkedBlocks = 0;
        foreach (var (page, name, block) in MarkdownPages.All.SelectMany(Blocks))
        {
            var file = Parse(block);
            if (file?["Gateway"] is not JsonObject section || name == "wrong")
                continue;
            checkedBlocks++;
            wrong.AddRange(SchemaChecker.Check(file, schema).Concat(Errors(section.ToJsonString())).Select(error => $"{page}: {error}\n{block}"));
        }

        Assert.Empty(wrong);
        Assert.InRange(checkedBlocks, 20, 500);
    }

    private static IEnumerable<string> Errors(string section)
    {
        try
        {
            ConfigText.Read(section);
            return [];
        }
        catch (GatewayConfigurationException exception)
        {
            return exception.Errors.Select(error => error.ToString());
        }
    }

    private static IEnumerable<(string Page, string Name, string Block)> Blocks(string page) =>
        Json().Matches(NamedBlocks.Read(page)).Select(match => (page, match.Groups["name"].Value, match.Groups["block"].Value));

    // A block may be a whole file, or the members of one.
    private static JsonObject? Parse(string block)
    {
        var text = block.TrimStart().StartsWith('{') ? block : $"{{{block}}}";
        try
        {
            return JsonNode.Parse(text, documentOptions: WithComments) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    [GeneratedRegex(@"(?:<!-- \w+: (?<name>[\w-]+) -->\n)?```jsonc?\n(?<block>.*?)```", RegexOptions.Singleline)]
    private static partial Regex Json();
}
