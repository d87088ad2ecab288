using System.Globalization;
using System.Text.Json.Nodes;

namespace Gateway.Proxy.Configuration.Tables;

/// <summary>A list of values of one format.</summary>
internal sealed class ListFormat<T>(ScalarFormat<T> item, string? insteadOfEmpty = null) : ValueFormat<IReadOnlyList<T>>
{
    public override IReadOnlyList<T> Read(IConfigurationSection section, IReadOnlyList<T> current, ConfigurationErrors errors)
    {
        var children = section.GetChildren().ToArray();

        if (children.Length == 0)
        {
            if (section is ConfigurationNode { IsObject: true })
                errors.Add(section.Path, $"an object is not allowed here; allowed: a list, each item {item.Allowed}");
            else if (!IsEmptyList(section))
                errors.Refuse(section.Path, section.Value, $"is not a list; allowed: a list, each item {item.Allowed}");
            else if (insteadOfEmpty is not null)
                errors.Add(section.Path, $"is empty; allowed: a list, each item {item.Allowed}; {insteadOfEmpty}");
            return [];
        }

        // The key of an item is its index, unless the value is an object instead of a list.
        if (children.FirstOrDefault(child => !int.TryParse(child.Key, NumberStyles.None, CultureInfo.InvariantCulture, out _)) is { } named)
        {
            errors.Add(section.Path, $"an object (\"{named.Key}\") is not allowed here; allowed: a list, each item {item.Allowed}");
            return current;
        }

        // A refused item has no value.
        return [.. children.Select(child => item.Read(child, default!, errors)).Where(value => value is not null)];
    }

    public override void Check(IReadOnlyList<T> value, string path, ConfigurationErrors errors)
    {
        for (var i = 0; i < value.Count; i++)
            item.Check(value[i], ConfigurationPath.Combine(path, i.ToString(CultureInfo.InvariantCulture)), errors);
    }

    public override JsonObject Schema()
    {
        JsonObject schema = new() { ["type"] = "array", ["items"] = item.Schema() };
        if (insteadOfEmpty is not null)
            schema["minItems"] = 1;
        return schema;
    }

    // An empty list that is not allowed is the default, which null stands for.
    public override JsonNode? Write(IReadOnlyList<T> value) => value.Count == 0 && insteadOfEmpty is not null ? null : new JsonArray([.. value.Select(item.Write)]);

    // JSON's empty list is read as an empty text. The gateway's files mark it; in JSON of an application that the gateway does not read, both are the same.
    private static bool IsEmptyList(IConfigurationSection section) =>
        section.Value is "" && section is not ConfigurationNode { IsList: false, Source: null or IGatewayFile or not (FileConfigurationProvider or StreamConfigurationProvider) };
}
