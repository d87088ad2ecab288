using System.Text.RegularExpressions;
using Gateway.Tests.Routes;

namespace Gateway.Tests.Harness;

/// <summary>The code blocks of a page, each named by a comment before it: <c>&lt;!-- kind: name --&gt;</c>.</summary>
internal sealed partial class NamedBlocks(string path)
{
    public string Text { get; } = Read(path);

    /// <summary>A text file of the repository.</summary>
    public static string Read(string path) => File.ReadAllText(Repository.File(path)).ReplaceLineEndings("\n");

    public IEnumerable<string> Names(string kind) => All().Matches(Text).Where(match => match.Groups["kind"].Value == kind).Select(match => match.Groups["name"].Value);

    public string Get(string kind, string name) =>
        Assert.Single(All().Matches(Text), match => match.Groups["kind"].Value == kind && match.Groups["name"].Value == name).Groups["block"].Value.TrimEnd('\n');

    [GeneratedRegex(@"<!-- (?<kind>\w+): (?<name>[\w-]+) -->\n```\w*\n(?<block>.*?)```", RegexOptions.Singleline)]
    private static partial Regex All();
}
