using System.Text.RegularExpressions;
using Gateway.Tests.Routes;

namespace Gateway.Tests.Migration;

/// <summary>The blocks of docs/migration.md, each named by a comment before it.</summary>
internal static partial class MigrationDoc
{
    /// <summary>Where the page says that the services are.</summary>
    private static readonly string[] Addresses = ["http://localhost:7100", "http://localhost:7101", "http://localhost:7102"];

    private static readonly string Text = ReadSource("docs/migration.md");

    public static IEnumerable<string> Examples => Named().Matches(Text).Where(match => match.Groups["kind"].Value == "example").Select(match => match.Groups["name"].Value);

    /// <summary>A config file of the page as it is there.</summary>
    public static string Example(string name) => Block("example", name);

    /// <summary>A config file of the page whose services are elsewhere.</summary>
    public static string Example(string name, MigratedServices services)
    {
        var json = Block("example", name);
        foreach (var (address, actual) in Addresses.Zip([services.Monolith.Address, services.V1.Address, services.V2.Address]))
            json = json.Replace(address, actual, StringComparison.Ordinal);
        return json;
    }

    public static string[] Seen(string name) => Block("seen", name).Split('\n');

    public static string[] Counts(string name) => Block("counts", name).Split('\n');

    public static string Code(string name) => Block("code", name);

    /// <summary>The rows of a table without its head, as cells.</summary>
    public static IReadOnlyList<string[]> Rows(string name)
    {
        var from = Text.IndexOf($"<!-- paths: {name} -->", StringComparison.Ordinal);
        return [.. Text[from..].Split('\n').Skip(3).TakeWhile(line => line.StartsWith('|'))
            .Select(line => line.Trim('|').Split('|').Select(cell => cell.Trim(' ', '`')).ToArray())];
    }

    /// <summary>A text file of the repository.</summary>
    public static string ReadSource(string path) => File.ReadAllText(Repository.File(path)).ReplaceLineEndings("\n");

    private static string Block(string kind, string name) =>
        Assert.Single(Named().Matches(Text), match => match.Groups["kind"].Value == kind && match.Groups["name"].Value == name).Groups["block"].Value.TrimEnd('\n');

    [GeneratedRegex(@"<!-- (?<kind>\w+): (?<name>[\w-]+) -->\n```\w*\n(?<block>.*?)```", RegexOptions.Singleline)]
    private static partial Regex Named();
}
