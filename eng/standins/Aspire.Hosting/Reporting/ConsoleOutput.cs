using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting.Reporting;

/// <summary>Writes each line behind its resource's name, on a terminal in the resource's colour.</summary>
internal sealed class ConsoleOutput : IResourceOutput
{
    private static readonly string[] Colours = ["36", "33", "35", "32", "34", "96", "93", "95"];
    private static readonly bool IsColoured = !Console.IsOutputRedirected && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));

    private readonly ResourceLoggerService _kept;
    private readonly Dictionary<string, string> _prefixes;

    public ConsoleOutput(IResourceCollection resources, ResourceLoggerService kept)
    {
        _kept = kept;
        var width = resources.Select(resource => resource.Name.Length).DefaultIfEmpty(0).Max();
        _prefixes = resources.Index().ToDictionary(
            entry => entry.Item.Name,
            entry => Coloured(entry.Item.Name.PadRight(width), Colours[entry.Index % Colours.Length]));
    }

    public void Write(string resourceName, string line, bool isError)
    {
        _kept.Append(resourceName, line, isError);
        (isError ? Console.Error : Console.Out).WriteLine($"{_prefixes[resourceName]} | {line}");
    }

    private static string Coloured(string text, string colour) => IsColoured ? $"\e[{colour}m{text}\e[0m" : text;
}
