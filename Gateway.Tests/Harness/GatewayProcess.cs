using System.Text.Json;
using System.Text.Json.Nodes;
namespace Gateway.Tests.Harness;

/// <summary>The gateway as a process of its own.</summary>
internal sealed class GatewayProcess : DotnetProcess
{
    private GatewayProcess(IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment, string? workingDirectory)
        : base(typeof(GatewayRoutes).Assembly, arguments, environment, workingDirectory)
    {
    }

    // The shipped settings, less the routes that a developer has added to them: a test's own are all there are.
    private static readonly string Settings = CopySettings();

    public static GatewayProcess Start(IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment = null, string? workingDirectory = null) =>
        new(arguments, environment, workingDirectory ?? Settings);

    private static string CopySettings()
    {
        var folder = Directory.CreateDirectory(Path.Combine(AppContext.BaseDirectory, "gateway-settings")).FullName;
        foreach (var file in Directory.EnumerateFiles(Repository.File("Gateway.Proxy"), "*.json"))
        {
            var settings = JsonNode.Parse(File.ReadAllText(file), documentOptions: new() { CommentHandling = JsonCommentHandling.Skip })!;
            if (Path.GetFileName(file) == "appsettings.json")
                (settings["Gateway"] as JsonObject)?.Remove("Routes");
            File.WriteAllText(Path.Combine(folder, Path.GetFileName(file)), settings.ToJsonString());
        }

        return folder;
    }
}
