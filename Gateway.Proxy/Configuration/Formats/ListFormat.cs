using System.Text.Json.Nodes;

namespace Gateway.Proxy.Configuration.Formats;

/// <summary>A list of values of one format.</summary>
internal sealed class ListFormat<T>(ScalarFormat<T> item) : ValueFormat<IReadOnlyList<T>>
{
    public override IReadOnlyList<T> Read(IConfigurationSection section, IReadOnlyList<T> current, Problems problems)
    {
        var children = section.GetChildren().ToArray();

        // An empty list in JSON arrives as an empty text.
        if (children.Length == 0)
        {
            if (!string.IsNullOrEmpty(section.Value))
                problems.Add(section.Path, $"\"{section.Value}\" is not a list; allowed: a list, each item {item.Allowed}");
            return [];
        }

        return [.. children.Select(child => item.Read(child, default!, problems))];
    }

    public override void Check(IReadOnlyList<T> value, string path, Problems problems)
    {
        for (var i = 0; i < value.Count; i++)
            item.Check(value[i], ConfigurationPath.Combine(path, i.ToString(System.Globalization.CultureInfo.InvariantCulture)), problems);
    }

    public override JsonObject Schema() => new() { ["type"] = "array", ["items"] = item.Schema() };

    public override JsonNode? Write(IReadOnlyList<T> value) => new JsonArray([.. value.Select(item.Write)]);
}
