using System.Text.Json;

namespace Fakes.Control.Behaviors;

/// <summary>Reads the body of <c>PUT /_fake/behavior</c>. A key that is null is a key left out.</summary>
internal static class BehaviorReader
{
    public static async Task<(Behavior? Behavior, string? Problem)> ReadAsync(HttpRequest request)
    {
        JsonElement root;
        try
        {
            using var document = await JsonDocument.ParseAsync(request.Body, cancellationToken: request.HttpContext.RequestAborted);
            root = document.RootElement.Clone();
        }
        catch (JsonException error)
        {
            return (null, $"The body must be a JSON object: {error.Message}");
        }

        if (root.ValueKind is not JsonValueKind.Object) return (null, $"The body must be a JSON object, not {root.ValueKind}");
        return Read(root.EnumerateObject().Where(key => key.Value.ValueKind is not JsonValueKind.Null));
    }

    private static (Behavior? Behavior, string? Problem) Read(IEnumerable<JsonProperty> keys)
    {
        var source = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        var behavior = new Behavior { Source = source };
        foreach (var key in keys)
        {
            (behavior, var problem) = BehaviorKeys.Read(behavior, key.Name, key.Value);
            if (problem is not null) return (null, problem);
            source[key.Name] = key.Value;
        }

        return (behavior, null);
    }
}
