using Gateway.Tests.Harness;

namespace Gateway.Tests.Documentation;

/// <summary>The pages of the repository, as paths relative to its root.</summary>
internal static class MarkdownPages
{
    private static readonly string[] NotOurs = ["bin", "obj", "node_modules", ".git", ".cache", "artifacts"];

    public static IReadOnlyList<string> All { get; } = [.. In(Repository.File("")).Select(page => Path.GetRelativePath(Repository.File(""), page)).Order(StringComparer.Ordinal)];

    private static IEnumerable<string> In(string folder) => Directory.EnumerateFiles(folder, "*.md")
        .Concat(Directory.EnumerateDirectories(folder).Where(each => !NotOurs.Contains(Path.GetFileName(each))).SelectMany(In));
}
