using System.Text.Json;

namespace Gateway.Proxy.Configuration;

/// <summary>Distinguishes an empty object from <c>null</c> within the <c>Gateway</c> section: the framework reads both as null.</summary>
internal static class EmptyObjects
{
    /// <summary>The value that represents an empty object.</summary>
    public const string Mark = "{}";

    private static readonly JsonDocumentOptions AsTheFrameworkReads = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    /// <summary>Marks the empty objects of <paramref name="json"/> in <paramref name="data"/>, which was read from it.</summary>
    public static void MarkIn(IDictionary<string, string?> data, string json)
    {
        using var document = JsonDocument.Parse(json, AsTheFrameworkReads);
        foreach (var section in document.RootElement.EnumerateObject().Where(property => property.Name.Equals(GatewaySection.Name, StringComparison.OrdinalIgnoreCase)))
            MarkIn(data, section.Value, section.Name);
    }

    private static void MarkIn(IDictionary<string, string?> data, JsonElement element, string path)
    {
        if (element.ValueKind == JsonValueKind.Object)
        {
            if (!element.EnumerateObject().Any())
                data[path] = Mark;
            foreach (var property in element.EnumerateObject())
                MarkIn(data, property.Value, ConfigurationPath.Combine(path, property.Name));
        }
        else if (element.ValueKind == JsonValueKind.Array)
        {
            foreach (var (index, item) in element.EnumerateArray().Index())
                MarkIn(data, item, ConfigurationPath.Combine(path, index.ToString(System.Globalization.CultureInfo.InvariantCulture)));
        }
    }
}
