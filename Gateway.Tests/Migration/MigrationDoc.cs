using Gateway.Tests.Harness;

namespace Gateway.Tests.Migration;

/// <summary>The blocks of docs/migration.md, each named by a comment before it.</summary>
internal static class MigrationDoc
{
    /// <summary>Where the page says that the services are.</summary>
    private static readonly string[] Addresses = ["http://localhost:7100", "http://localhost:7101", "http://localhost:7102"];

    private static readonly NamedBlocks Blocks = new("docs/migration.md");

    public static IEnumerable<string> Examples => Blocks.Names("example");

    /// <summary>A config file of the page as it is there.</summary>
    public static string Example(string name) => Blocks.Get("example", name);

    /// <summary>A config file of the page whose services are elsewhere.</summary>
    public static string Example(string name, MigratedServices services)
    {
        var json = Blocks.Get("example", name);
        foreach (var (address, actual) in Addresses.Zip([services.Monolith.Address, services.V1.Address, services.V2.Address]))
            json = json.Replace(address, actual, StringComparison.Ordinal);
        return json;
    }

    public static string[] Seen(string name) => Blocks.Get("seen", name).Split('\n');

    public static string[] Counts(string name) => Blocks.Get("counts", name).Split('\n');

    public static string Code(string name) => Blocks.Get("code", name);

    /// <summary>The rows of a table without its head, as cells.</summary>
    public static IReadOnlyList<string[]> Rows(string name)
    {
        var from = Blocks.Text.IndexOf($"<!-- paths: {name} -->", StringComparison.Ordinal);
        return [.. Blocks.Text[from..].Split('\n').Skip(3).TakeWhile(line => line.StartsWith('|'))
            .Select(line => line.Trim('|').Split('|').Select(cell => cell.Trim(' ', '`')).ToArray())];
    }
}
