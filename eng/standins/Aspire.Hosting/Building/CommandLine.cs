namespace Aspire.Hosting.Building;

/// <summary>The AppHost's arguments: what to do, and configuration. What to do is configuration too, under the names that Aspire gives it.</summary>
internal sealed record CommandLine(bool Publishes, string[] Configuration)
{
    private const string Allowed =
        "Key=Value, --Key=Value, --environment NAME, --publisher manifest [--output-path FILE], --operation publish --step publish-manifest [--output-path FILE]";

    private static readonly string[] Options = ["--operation", "--publisher", "--step", "--output-path", "--environment"];

    public static CommandLine Parse(IReadOnlyList<string> args)
    {
        var options = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        var configuration = new List<string>();

        for (var index = 0; index < args.Count; index++)
        {
            var (name, value) = Split(args[index]);
            var isOption = Options.Contains(name, StringComparer.OrdinalIgnoreCase);
            var takesNext = isOption || (name.StartsWith("--", StringComparison.Ordinal) && name.Contains(':', StringComparison.Ordinal));

            if (value is null && takesNext)
                value = index + 1 < args.Count ? args[++index] : throw new CommandLineException($"Argument '{name}' needs a value.");
            if (value is null || name.Length == 0)
                throw new CommandLineException($"Unknown argument '{args[index]}'. Allowed: {Allowed}.");

            if (isOption)
                options[name] = value;
            else
                configuration.Add($"{name}={value}");
        }

        if (options.Remove("--environment", out var environment))
            configuration.Add($"--environment={environment}");
        var publishes = Publish(options);
        if (publishes)
            configuration.Add("Pipeline:Step=publish-manifest");
        if (options.TryGetValue("--output-path", out var output))
            configuration.Add($"Pipeline:OutputPath={output}");
        return new CommandLine(publishes, [.. configuration]);
    }

    private static bool Publish(Dictionary<string, string> options)
    {
        RequireKnown(options, "--operation", "run", "publish");
        RequireKnown(options, "--publisher", "manifest");
        RequireKnown(options, "--step", "publish-manifest");

        var publishes = options.ContainsKey("--publisher") || options.GetValueOrDefault("--operation") == "publish";
        if (publishes && !options.ContainsKey("--publisher") && !options.ContainsKey("--step"))
            throw new CommandLineException("Argument '--operation publish' needs '--step publish-manifest'.");
        return publishes;
    }

    private static void RequireKnown(Dictionary<string, string> options, string name, params string[] known)
    {
        if (options.TryGetValue(name, out var value) && !known.Contains(value, StringComparer.OrdinalIgnoreCase))
            throw new CommandLineException($"Argument '{name}' is '{value}', allowed: {string.Join(", ", known)}.");
    }

    private static (string Name, string? Value) Split(string arg) =>
        arg.IndexOf('=', StringComparison.Ordinal) is >= 0 and var at ? (arg[..at], arg[(at + 1)..]) : (arg, null);
}
