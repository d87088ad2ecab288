using System.Text.RegularExpressions;
using Gateway.Proxy.CommandLine;
using Gateway.Tests.Harness;

namespace Gateway.Tests.Documentation;

/// <summary>The commands of all pages name what exists: files, projects, options, tests.</summary>
public sealed partial class CommandTests
{
    [Fact]
    public void Every_file_and_project_of_a_command_exists()
    {
        var named = ShellBlocks.Commands.SelectMany(command => command.Words.Where(IsOfTheRepository).Select(word => (command.Page, Word: word))).ToArray();

        Assert.Empty(named.Where(each => !Path.Exists(Repository.File(each.Word))).Select(each => $"{each.Page}: {each.Word}"));
        Assert.InRange(named.Length, 15, 1000);
    }

    [Fact]
    public async Task The_gateway_accepts_the_arguments_of_every_command_that_starts_it()
    {
        var commands = ShellBlocks.Commands.Select(command => (command.Page, Arguments: GatewayArguments(command.Words))).Where(command => command.Arguments is { Length: > 0 }).ToArray();

        foreach (var (page, arguments) in commands)
            Assert.True(await GatewayCommand.RunAsync(arguments!, _ => Task.FromResult(0)) == 0, $"{page}: {string.Join(' ', arguments!)}");
        Assert.InRange(commands.Length, 5, 1000);
    }

    [Fact]
    public void Every_option_of_a_script_is_in_its_text()
    {
        var options = ShellBlocks.Commands.Where(command => command.Words[0] is "./run.sh" or "./test.sh" or "eng/image.sh" or "bench/run.sh")
            .SelectMany(command => command.Words.Where(word => word.StartsWith("--", StringComparison.Ordinal) && word != "--filter").Select(word => (command.Page, Script: command.Words[0], Option: word))).ToArray();

        Assert.DoesNotContain(options, each => !File.ReadAllText(Repository.File(each.Script)).Contains(each.Option, StringComparison.Ordinal));
        Assert.NotEmpty(options);
    }

    [Fact]
    public void Every_test_filter_finds_a_test_class_or_folder()
    {
        var names = typeof(CommandTests).Assembly.GetTypes().Select(type => type.FullName!).ToArray();
        var filters = ShellBlocks.Commands.SelectMany(command => command.Words.Select(word => Filter().Match(word)).Where(match => match.Success).Select(match => (command.Page, Name: match.Groups[1].Value))).ToArray();

        Assert.DoesNotContain(filters, filter => !names.Any(name => name.Contains(filter.Name, StringComparison.Ordinal)));
        Assert.NotEmpty(filters);
    }

    [Fact]
    public void A_command_that_names_something_wrong_is_found()
    {
        Assert.Equal(["dotnet", "run", "--project", "Gateway.Proxi", "--", "--config", "a b.json"], ShellBlocks.Words("dotnet run --project Gateway.Proxi -- --config 'a b.json'   # comment"));
        Assert.True(IsOfTheRepository("Gateway.Proxi"));
        Assert.Equal(["--config", "x"], GatewayArguments(["gateway", "--config", "x"])!);
    }

    // Built files, packages and names of test classes are not files of the repository.
    private static bool IsOfTheRepository(string word) => OfTheRepository().IsMatch(word) && !Built().IsMatch(word);

    /// <summary>The arguments after <c>gateway</c>, <c>dotnet Gateway.Proxy.dll</c>, or the image's name; null when the command is another one.</summary>
    private static string[]? GatewayArguments(string[] words) => words switch
    {
        ["dotnet", "Gateway.Proxy.dll", .. var arguments] => arguments,
        ["gateway", .. var arguments] => arguments,
        ["dotnet", "run", ..] when words.Contains("Gateway.Proxy") => [.. words.SkipWhile(word => word != "--").Skip(1)],
        ["docker", "run", ..] => [.. words.Skip(2).SkipWhile(word => word != "gateway").Skip(1)],
        _ => null,
    };

    [GeneratedRegex(@"^(\./|eng/|bench/|deploy/|docs/|Gateway\.|Fakes\.)[\w./-]*$")]
    private static partial Regex OfTheRepository();

    [GeneratedRegex(@"^Gateway\.Tests\.\w|^Gateway\.Tool$|/bin/|\.dll$|\.nupkg$|^\./[\w-]+\.json$")]
    private static partial Regex Built();

    [GeneratedRegex(@"^FullyQualifiedName~([\w.]+)$")]
    private static partial Regex Filter();
}
