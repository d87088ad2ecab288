using System.Text.Json;

namespace Aspire.Hosting.Building;

/// <summary>A profile of a service's Properties/launchSettings.json: its public addresses and its environment.</summary>
internal sealed record LaunchProfile(string Name, IReadOnlyList<Uri> Addresses, string? LaunchUrl, IReadOnlyDictionary<string, string> Environment)
{
    private static readonly JsonDocumentOptions Lenient = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    /// <summary>The profile of the AppHost's own name, else the first that runs the project; null if there is none.</summary>
    public static LaunchProfile? Of(string projectDirectory, string? preferred)
    {
        var file = Path.Combine(projectDirectory, "Properties", "launchSettings.json");
        if (!File.Exists(file))
            return null;

        try
        {
            using var settings = JsonDocument.Parse(File.ReadAllText(file), Lenient);
            var profiles = settings.RootElement.GetProperty("profiles").EnumerateObject()
                .Where(profile => Text(profile.Value, "commandName") == "Project")
                .Select(Read)
                .ToList();
            return profiles.Find(profile => profile.Name == preferred) ?? profiles.FirstOrDefault();
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException or UriFormatException)
        {
            throw new DistributedApplicationException($"{file} cannot be read: {exception.Message}", exception);
        }
    }

    private static LaunchProfile Read(JsonProperty profile) => new(
        profile.Name,
        [.. (Text(profile.Value, "applicationUrl") ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries).Select(address => new Uri(address))],
        Text(profile.Value, "launchUrl"),
        profile.Value.TryGetProperty("environmentVariables", out var variables)
            ? variables.EnumerateObject().ToDictionary(variable => variable.Name, variable => variable.Value.GetString() ?? "")
            : new Dictionary<string, string>());

    private static string? Text(JsonElement profile, string name) =>
        profile.TryGetProperty(name, out var value) ? value.GetString() : null;
}
