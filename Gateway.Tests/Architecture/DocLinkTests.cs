using System.Text.RegularExpressions;
using Gateway.Tests.Harness;

namespace Gateway.Tests.Architecture;

/// <summary>The links of every page of the repository.</summary>
public sealed partial class DocLinkTests
{
    private static readonly string[] NotOurs = ["bin", "obj", "node_modules", ".git", ".cache", "artifacts"];

    [Fact]
    public void Every_relative_link_leads_to_a_file_and_to_a_heading_in_it()
    {
        var pages = Pages(Repository.File("")).ToArray();
        List<string> broken = [];
        var links = 0;
        foreach (var page in pages)
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

    private static IEnumerable<string> Pages(string folder) => Directory.EnumerateFiles(folder, "*.md")
        .Concat(Directory.EnumerateDirectories(folder).Where(each => !NotOurs.Contains(Path.GetFileName(each))).SelectMany(Pages));

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
