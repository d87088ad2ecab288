using System.Text.RegularExpressions;

namespace Gateway.Tests.Harness;

/// <summary>A page of the documentation: its code blocks, each named by a comment before it (<c>&lt;!-- kind: name --&gt;</c>), and its tables.</summary>
internal sealed partial class NamedBlocks(string path)
{
    public string Text { get; } = Read(path);

    /// <summary>A text file of the repository.</summary>
    public static string Read(string path) => File.ReadAllText(Repository.File(path)).ReplaceLineEndings("\n");

    public IEnumerable<string> Names(string kind) => All().Matches(Text).Where(match => match.Groups["kind"].Value == kind).Select(match => match.Groups["name"].Value);

    public string Get(string kind, string name) =>
        Assert.Single(All().Matches(Text), match => match.Groups["kind"].Value == kind && match.Groups["name"].Value == name).Groups["block"].Value.TrimEnd('\n');

    /// <summary>The rows of the first table below a heading, without its head, as cells.</summary>
    public IReadOnlyList<string[]> Rows(string heading) =>
    [
        .. Text.Split("\n## ").Single(section => section.StartsWith(heading + "\n", StringComparison.Ordinal))
            .Split('\n').SkipWhile(line => !line.StartsWith("|-", StringComparison.Ordinal)).Skip(1).TakeWhile(line => line.StartsWith('|'))
            .Select(line => line.Trim('|').Split('|').Select(cell => cell.Trim()).ToArray()),
    ];

    [GeneratedRegex(@"<!-- (?<kind>\w+): (?<name>[\w-]+) -->\n```\w*\n(?<block>.*?)```", RegexOptions.Singleline)]
    private static partial Regex All();
}
