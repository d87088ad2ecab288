using System.Text.RegularExpressions;
using ArchUnitNET.Domain.Extensions;
using ArchUnitNET.Fluent.Slices;
using ArchUnitNET.Loader;
using Gateway.Tests.Harness;

namespace Gateway.Tests.Architecture;

/// <summary>The floors of docs/architecture.md, beside the code: a folder of Gateway.Proxy names only folders on floors below its own.</summary>
/// <remarks>An internal type's folder is its namespace. Public types are all in the namespace Gateway.Proxy; the folder of such a type is that of the file with its name.</remarks>
public sealed partial class FloorsTests
{
    private const string Root = "Gateway.Proxy";

    private static readonly Dictionary<string, int> Floors = ReadFloors();

    private static readonly ArchUnitNET.Domain.Architecture Proxy = new ArchLoader().LoadAssembly(typeof(GatewayRoutes).Assembly).Build();

    private static readonly Dictionary<string, string> PublicFolders = Sources()
        .Where(file => FolderOf(file) is not null && NamespaceOf(file) == Root)
        .ToDictionary(file => Path.GetFileNameWithoutExtension(file), file => FolderOf(file)!);

    [Fact]
    public void The_picture_shows_every_folder_and_no_other() => Assert.Equal(
        Sources().Select(FolderOf).OfType<string>().Distinct().Order(StringComparer.Ordinal),
        Floors.Keys.Order(StringComparer.Ordinal));

    [Fact]
    public void A_type_uses_only_types_of_its_own_folder_and_of_floors_below()
    {
        var upwards =
            from type in Proxy.Types
            let folder = FolderOf(type)
            where folder is not null
            from target in type.GetTypeDependencies(Proxy).Distinct()
            let to = FolderOf(target)
            where IsOfProxy(target) && folder != to && (to is null || Floors[to] >= Floors[folder])
            select $"{type.FullName} (floor {Floors[folder]}) uses {target.FullName} (floor {(to is null ? "above all" : Floors[to])})";

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

    // Public types need no import.
    [Fact]
    public void A_file_names_only_public_types_of_floors_below()
    {
        var upwards =
            from file in Sources()
            let folder = FolderOf(file)
            where folder is not null
            from word in Word().Matches(Comment().Replace(System.IO.File.ReadAllText(file), string.Empty)).Select(match => match.Value).Distinct()
            let to = PublicFolders.GetValueOrDefault(word)
            where to is not null && to != folder && Floors[to] >= Floors[folder]
            select $"{Relative(file)} (floor {Floors[folder]}) names {word} of {to} (floor {Floors[to]})";

        Assert.Empty(upwards);
    }

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
    public void An_internal_type_has_the_namespace_of_its_folder() => Assert.All(
        Sources().Where(file => NamespaceOf(file) is { } name && !(name == Root && PublicFolders.ContainsKey(Path.GetFileNameWithoutExtension(file)))),
        file => Assert.Equal($"{Root}.{Path.GetDirectoryName(Relative(file))!.Replace(Path.DirectorySeparatorChar, '.')}".TrimEnd('.'), NamespaceOf(file)));

    /// <summary>So that one import is enough for users.</summary>
    [Fact]
    public void A_public_type_has_the_namespace_Gateway_Proxy_and_a_file_of_its_name()
    {
        var assembly = typeof(GatewayRoutes).Assembly;

        Assert.All(assembly.GetExportedTypes(), type => Assert.Equal(Root, type.Namespace));
        Assert.All(PublicFolders.Keys, name => Assert.True(assembly.GetType($"{Root}.{name}") is { IsPublic: true }, $"{name}.cs has the namespace {Root}, but there is no public type {Root}.{name}"));
        Assert.Empty(assembly.GetTypes().Where(type => type is { Namespace: Root, IsNested: false }).Select(type => type.Name).Except(Sources().Select(Path.GetFileNameWithoutExtension)));
    }

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

    private static string? FolderOf(ArchUnitNET.Domain.IType type)
    {
        var space = type.Namespace.FullName;
        return space.StartsWith(Root + ".", StringComparison.Ordinal) ? space[(Root.Length + 1)..].Split('.')[0]
            : space == Root ? PublicFolders.GetValueOrDefault(type.FullName[(Root.Length + 1)..].Split('+', '`')[0])
            : null;
    }

    private static bool IsOfProxy(ArchUnitNET.Domain.IType type) => type.Namespace.FullName is var space && (space == Root || space.StartsWith(Root + ".", StringComparison.Ordinal));

    private static string? NamespaceOf(string file) => Namespace().Match(System.IO.File.ReadAllText(file)) is { Success: true } match ? match.Groups["name"].Value : null;

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

    [GeneratedRegex(@"\b[A-Z]\w+\b")]
    private static partial Regex Word();

    [GeneratedRegex("//.*$|\"[^\"\n]*\"", RegexOptions.Multiline)]
    private static partial Regex Comment();

    [GeneratedRegex(@"^namespace (?<name>[\w.]+);", RegexOptions.Multiline)]
    private static partial Regex Namespace();
}
