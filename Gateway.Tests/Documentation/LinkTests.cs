using System.Text.RegularExpressions;
using Gateway.Tests.Harness;

namespace Gateway.Tests.Documentation;

/// <summary>The links of every page of the repository.</summary>
public sealed partial class LinkTests
{
    [Fact]
    public void Every_relative_link_leads_to_a_file_and_to_a_heading_in_it()
    {
        List<string> broken = [];
        var links = 0;
        foreach (var page in MarkdownPages.All.Select(Repository.File))
        {
            foreach (var target in Link().Matches(Fence().Replace(File.ReadAllText(page), "")).Select(match => match.Groups[1].Value).Where(IsRelative))
            {
                links++;
                var (path, anchor) = target.Split('#') is [var before, var after] ? (before, after) : (target, null);
                var file = path.Length == 0 ? page : Path.GetFullPath(Path.Combine(Path.GetDirectoryName(page)!, path));
                if (!Path.Exists(file) || (anchor is not null && !Anchors(file).Contains(anchor)))
                    broken.Add($"{Path.GetRelativePath(Repository.File(""), page)}: {target}");
            }
        }

        Assert.Empty(broken);
        Assert.InRange(links, 50, 5000);
    }

    private static bool IsRelative(string target) => !target.Contains("://", StringComparison.Ordinal) && !target.StartsWith("mailto:", StringComparison.Ordinal);

    /// <summary>The headings of a page as GitHub names them.</summary>
    private static HashSet<string> Anchors(string page) =>
    [
        .. Heading().Matches(File.ReadAllText(page))
            .Select(match => NoAnchor().Replace(match.Groups[1].Value.Trim().ToLowerInvariant(), "").Replace(' ', '-')),
    ];

    [GeneratedRegex(@"\]\(([^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex("^```.*?^```", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Fence();

    [GeneratedRegex("^#+ (.+)$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex(@"[^\p{L}\p{N}\s_-]")]
    private static partial Regex NoAnchor();
}
