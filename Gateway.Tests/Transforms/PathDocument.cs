using System.Text.RegularExpressions;
using Gateway.Tests.Harness;

namespace Gateway.Tests.Transforms;

/// <summary>The tables of docs/paths.md: what is written there is what is tested.</summary>
internal static partial class PathDocument
{
    /// <summary>The cells of each row below the heading, less the column heads; code without its backticks, <c>\xNN</c> as the byte.</summary>
    public static IReadOnlyList<string[]> Rows(string heading) =>
    [
        .. File.ReadAllText(Repository.File("docs/paths.md"))
            .Split("\n## ").Single(section => section.StartsWith(heading, StringComparison.Ordinal))
            .Split('\n').Where(line => line.StartsWith("| `", StringComparison.Ordinal))
            .Select(line => line.Trim('|', ' ').Split(" | ").Select(Cell).ToArray()),
    ];

    private static string Cell(string text) => RawByte().Replace(text.Trim().Trim('`'), match => ((char)Convert.ToByte(match.Groups[1].Value, 16)).ToString());

    [GeneratedRegex(@"\\x([0-9A-F]{2})")]
    private static partial Regex RawByte();
}
