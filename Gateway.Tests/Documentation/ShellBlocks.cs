using System.Text.RegularExpressions;
using Gateway.Tests.Harness;

namespace Gateway.Tests.Documentation;

/// <summary>The commands of the <c>sh</c> blocks of all pages.</summary>
internal static partial class ShellBlocks
{
    /// <summary>Each command with its page, as words without quotation marks and comments.</summary>
    public static IReadOnlyList<(string Page, string[] Words)> Commands { get; } =
    [
        .. from page in MarkdownPages.All
           from Match block in Block().Matches(NamedBlocks.Read(page))
           from line in block.Groups["lines"].Value.Split('\n')
           let words = Words(line)
           where words.Length > 0
           select (page, words),
    ];

    public static string[] Words(string line) =>
        [.. Word().Matches(line).Select(match => match.Value.Replace("\"", "").Replace("'", "")).TakeWhile(word => !word.StartsWith('#'))];

    [GeneratedRegex(@"^ *```sh\n(?<lines>.*?)^ *```", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Block();

    [GeneratedRegex("""(?:"[^"]*"|'[^']*'|[^\s"'])+""")]
    private static partial Regex Word();
}
