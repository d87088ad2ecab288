using System.Text.RegularExpressions;
using ArchUnitNET.Domain.Extensions;
using ArchUnitNET.Fluent.Slices;
using ArchUnitNET.Loader;
using Gateway.Proxy.Runtime;
using Gateway.Tests.Harness;

namespace Gateway.Tests.Architecture;

/// <summary>The floors of docs/architecture.md, beside the code: a folder of Gateway.Proxy names only folders on floors below its own.</summary>
public sealed partial class FloorsTests
{
    private const string Root = "Gateway.Proxy";

    private static readonly Dictionary<string, int> Floors = ReadFloors();

    private static readonly ArchUnitNET.Domain.Architecture Proxy = new ArchLoader().LoadAssembly(typeof(GatewayRoutes).Assembly).Build();

    [Fact]
    public void The_picture_shows_every_folder_and_no_other() => Assert.Equal(
        Sources().Select(FolderOf).OfType<string>().Distinct().Order(StringComparer.Ordinal),
        Floors.Keys.Order(StringComparer.Ordinal));

    [Fact]
    public void A_type_uses_only_types_of_its_own_folder_and_of_floors_below()
    {
        var upwards =
            from type in Proxy.Types.Where(type => FloorOf(type.Namespace.FullName) is not null)
            from target in type.GetTypeDependencies(Proxy).Distinct()
            let folder = SegmentOf(type.Namespace.FullName)
            let to = SegmentOf(target.Namespace.FullName)
            where target.Namespace.FullName.StartsWith(Root, StringComparison.Ordinal) && folder != to && (to is null || Floors[to] >= Floors[folder!])
            select $"{type.FullName} (floor {Floors[folder!]}) uses {target.FullName} (floor {(to is null ? "above all" : Floors[to])})";

        Assert.Empty(upwards.Distinct());
    }

    // Constants leave no trace in the compiled code, but their file still imports the namespace.
    [Fact]
    public void A_file_imports_only_namespaces_of_floors_below()
    {
        var upwards =
            from file in Sources()
            let folder = FolderOf(file)
            where folder is not null
            from Match import in Import().Matches(System.IO.File.ReadAllText(file))
            let to = import.Groups["folder"].Value
            where to != folder && Floors[to] >= Floors[folder]
            select $"{Relative(file)} (floor {Floors[folder]}) imports {Root}.{to} (floor {Floors[to]})";

        Assert.Empty(upwards);
    }

    [Fact]
    public void No_two_folders_use_each_other() => AssertHolds(SliceRuleDefinition.Slices().Matching($"{Root}.(*)").Should().BeFreeOfCycles(), Proxy);

    [Theory]
    [InlineData("Fakes.Coredinator")]
    [InlineData("Fakes.CoreTelemetry")]
    [InlineData("Fakes.Shared")]
    [InlineData("Gateway.ServiceDefaults")]
    public void No_two_namespaces_of_another_project_use_each_other(string project)
    {
        var assembly = System.Reflection.Assembly.LoadFrom(OutputOf(project));
        var architecture = new ArchLoader().LoadAssembly(assembly).Build();

        AssertHolds(SliceRuleDefinition.Slices().Matching($"{project.Split('.')[0]}.(**)").Should().BeFreeOfCycles(), architecture);
    }

    [Fact]
    public void A_file_has_the_namespace_of_its_folder() => Assert.All(Sources().Where(file => Namespace().IsMatch(System.IO.File.ReadAllText(file))), file => Assert.Equal(
        $"{Root}.{Path.GetDirectoryName(Relative(file))!.Replace(Path.DirectorySeparatorChar, '.')}".TrimEnd('.'),
        Namespace().Match(System.IO.File.ReadAllText(file)).Groups["name"].Value));

    [Fact]
    public void No_file_is_over_200_lines_and_half_of_them_are_under_50()
    {
        var lengths = Sources().Select(file => (Lines: System.IO.File.ReadLines(file).Count(), File: Relative(file))).Order().ToArray();

        Assert.DoesNotContain(lengths, file => file.Lines > 200);
        Assert.InRange(lengths[lengths.Length / 2].Lines, 0, 49);
    }

    private static void AssertHolds(SliceRule rule, ArchUnitNET.Domain.Architecture architecture) =>
        Assert.Empty(rule.Evaluate(architecture).Where(result => !result.Passed).Select(result => result.Description));

    private static Dictionary<string, int> ReadFloors() => Floor().Matches(NamedBlocks.Read("docs/architecture.md"))
        .SelectMany(floor => floor.Groups["folders"].Value.Split(", ").Select(folder => (folder, int.Parse(floor.Groups["number"].Value, System.Globalization.CultureInfo.InvariantCulture))))
        .ToDictionary(each => each.folder, each => each.Item2);

    private static IEnumerable<string> Sources() => Directory.EnumerateFiles(Repository.File(Root), "*.cs", SearchOption.AllDirectories)
        .Where(file => Relative(file).Split(Path.DirectorySeparatorChar)[0] is not ("bin" or "obj"));

    private static string Relative(string file) => Path.GetRelativePath(Repository.File(Root), file);

    private static string? FolderOf(string file) => Relative(file).Split(Path.DirectorySeparatorChar) is [var folder, _, ..] ? folder : null;

    private static string? SegmentOf(string @namespace) =>
        @namespace.StartsWith(Root + ".", StringComparison.Ordinal) ? @namespace[(Root.Length + 1)..].Split('.')[0] : null;

    private static int? FloorOf(string @namespace) => SegmentOf(@namespace) is { } folder && Floors.TryGetValue(folder, out var floor) ? floor : null;

    // The same configuration and framework as these tests have.
    private static string OutputOf(string project)
    {
        var framework = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
        return Path.Combine(Repository.File(project), "bin", framework.Parent!.Name, framework.Name, $"{project}.dll");
    }

    [GeneratedRegex("""^\s*floor\d+\["(?<number>\d+) · (?<folders>[A-Za-z, ]+)"\]""", RegexOptions.Multiline)]
    private static partial Regex Floor();

    [GeneratedRegex(@"^using (static )?Gateway\.Proxy\.(?<folder>\w+)", RegexOptions.Multiline)]
    private static partial Regex Import();

    [GeneratedRegex(@"^namespace (?<name>[\w.]+);", RegexOptions.Multiline)]
    private static partial Regex Namespace();
}
