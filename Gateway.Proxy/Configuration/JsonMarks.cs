using System.Text.Json;

namespace Gateway.Proxy.Configuration;

/// <summary>Marks what the framework does not tell apart within the <c>Gateway</c> section: an empty object from <c>null</c>, a name with a colon from two levels, a list from names that are numbers, an empty list from an empty text.</summary>
internal static class JsonMarks
{
    /// <summary>The value that represents an empty object.</summary>
    public const string EmptyObject = "{}";

    /// <summary>Begins the value of a key whose name, which follows, has a colon.</summary>
    public const string Colon = "{}:";

    /// <summary>The value of a list that is not empty, beside those of its items.</summary>
    public const string List = "{}[]";

    /// <summary>The value of an empty list, which the framework reads as an empty text.</summary>
    public const string EmptyList = "{}[0]";

    private static readonly JsonDocumentOptions AsTheFrameworkReads = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    /// <summary>Puts the marks of <paramref name="json"/> into <paramref name="data"/>, which was read from it.</summary>
    public static void MarkIn(IDictionary<string, string?> data, string json)
    {
        using var document = JsonDocument.Parse(json, AsTheFrameworkReads);
        foreach (var property in document.RootElement.EnumerateObject().Where(property => IsInSection(property.Name)))
            MarkIn(data, property.Value, property.Name);
    }

    // The section, or a key in it that is written with its whole path: "Gateway:Routes:orders".
    private static bool IsInSection(string name) =>
        name.StartsWith(GatewaySection.Name, StringComparison.OrdinalIgnoreCase) && (name.Length == GatewaySection.Name.Length || name[GatewaySection.Name.Length] == ':');

    private static void MarkIn(IDictionary<string, string?> data, JsonElement element, string path)
    {
        if (element.ValueKind == JsonValueKind.Object)
        {
            if (!element.EnumerateObject().Any())
                data[path] = EmptyObject;
            foreach (var property in element.EnumerateObject())
            {
                MarkIn(data, property.Value, ConfigurationPath.Combine(path, property.Name));
                if (property.Name.IndexOf(ConfigurationPath.KeyDelimiter, StringComparison.Ordinal) is >= 0 and var colon)
                    data[ConfigurationPath.Combine(path, property.Name[..colon])] = Colon + property.Name;
            }
        }
        else if (element.ValueKind is JsonValueKind.True or JsonValueKind.False)
        {
            // As it is written: the framework makes "True" of it, which no client sends.
            data[path] = element.GetRawText();
        }
        else if (element.ValueKind == JsonValueKind.Array)
        {
            data[path] = element.GetArrayLength() > 0 ? List : EmptyList;
            foreach (var (index, item) in element.EnumerateArray().Index())
                MarkIn(data, item, ConfigurationPath.Combine(path, index.ToString(System.Globalization.CultureInfo.InvariantCulture)));
        }
    }
}
