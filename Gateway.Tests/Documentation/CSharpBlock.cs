using System.Text.RegularExpressions;
using Gateway.Tests.Harness;

namespace Gateway.Tests.Documentation;

/// <summary>A C# block of a page, as a file of an application that has the gateway.</summary>
/// <remarks>
/// A block that makes a builder is a whole program: it gets nothing. Any other block is a part of one: it gets <c>using Gateway.Proxy;</c> and what
/// stands before it in a program: <c>builder</c>, <c>app</c>, and <c>gateway</c>, the service <see cref="GatewayRoutes"/>. A part of an AppHost gets its
/// <c>builder</c> and the resource <c>gateway</c>.
/// </remarks>
internal sealed partial record CSharpBlock(string Page, int Line, string Text)
{
    private const string Whole = "";

    private const string PartOfApplication = """
        private static WebApplicationBuilder builder => null!;
        private static WebApplication app => null!;
        private static GatewayRoutes gateway => null!;
        """;

    private const string PartOfAppHost = """
        private static IDistributedApplicationBuilder builder => null!;
        private static IResourceBuilder<ProjectResource> gateway => null!;
        """;

    public static IReadOnlyList<CSharpBlock> All { get; } = [.. MarkdownPages.All.SelectMany(In)];

    /// <summary>The name of the class that holds the block.</summary>
    public string Name => $"Block_{NotInName().Replace(Page, "_")}_{Line}";

    public string Source
    {
        get
        {
            var lines = Text.Split('\n');
            var usings = lines.TakeWhile(line => line.StartsWith("using ", StringComparison.Ordinal) || line.Length == 0).ToArray();
            var (context, imports) =
                Text.Contains("WebApplication.CreateBuilder(", StringComparison.Ordinal) ? (Whole, Array.Empty<string>())
                : Text.Contains("Projects.", StringComparison.Ordinal) ? (PartOfAppHost, ["using Aspire.Hosting;", "using Aspire.Hosting.ApplicationModel;"])
                : (PartOfApplication, ["using Gateway.Proxy;"]);
            return $$"""
                {{string.Join('\n', imports)}}
                #line {{Line + 1}} "{{Page}}"
                {{string.Join('\n', usings)}}
                internal static class {{Name}}
                {
                {{context}}
                    public static async Task RunAsync(string[] args)
                    {
                #line {{Line + 1 + usings.Length}} "{{Page}}"
                {{string.Join('\n', lines[usings.Length..])}}
                    }
                }
                """;
        }
    }

    private static IEnumerable<CSharpBlock> In(string page)
    {
        var text = NamedBlocks.Read(page);
        return Fence().Matches(text).Select(match => new CSharpBlock(
            page.Replace('\\', '/'), text.AsSpan(0, match.Index).Count('\n') + 1, Unindented(match.Groups["text"].Value, match.Groups["indent"].Length)));
    }

    private static string Unindented(string text, int indent) =>
        string.Join('\n', text.TrimEnd('\n').Split('\n').Select(line => line.Length >= indent ? line[indent..] : line.TrimStart()));

    [GeneratedRegex(@"^(?<indent> *)```(csharp|cs|c#)\n(?<text>.*?)^ *```$", RegexOptions.Singleline | RegexOptions.Multiline | RegexOptions.IgnoreCase)]
    private static partial Regex Fence();

    [GeneratedRegex(@"\W")]
    private static partial Regex NotInName();
}
