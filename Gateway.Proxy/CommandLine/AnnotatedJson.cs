using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Gateway.Proxy.Configuration;

namespace Gateway.Proxy.CommandLine;

/// <summary>Writes JSON with a comment behind each value that says where the value comes from.</summary>
/// <param name="sourceOf">The source of the value at a config path.</param>
internal sealed class AnnotatedJson(Func<string, string> sourceOf)
{
    // Beyond this column a comment is not aligned with the others.
    private const int Widest = 72;

    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly List<(string Text, string? Source)> _lines = [];

    public static string Write(JsonObject root, Func<string, string> sourceOf)
    {
        AnnotatedJson json = new(sourceOf);
        json.Add(root, string.Empty, string.Empty, string.Empty, string.Empty);
        var column = json._lines.Where(line => line.Source is not null).Select(line => Math.Min(line.Text.Length, Widest)).DefaultIfEmpty().Max() + 2;
        StringBuilder text = new();
        foreach (var (line, source) in json._lines)
            text.Append(source is null ? line : $"{line.PadRight(column)}// {source.ReplaceLineEndings(" ")}").Append('\n');
        return text.ToString();
    }

    private void Add(JsonNode? node, string path, string before, string after, string indent)
    {
        switch (node)
        {
            case JsonObject { Count: > 0 } members:
                AddAll([.. members.Select(member => (ConfigurationPath.Combine(path, member.Key).TrimStart(':'), $"{Text(member.Key)}: ", member.Value))], '{', '}');
                break;
            case JsonArray { Count: > 0 } items:
                AddAll([.. items.Select((item, i) => ($"{path}:{i}", string.Empty, item))], '[', ']');
                break;
            default:
                _lines.Add(($"{indent}{before}{Text(path, node)}{after}", sourceOf(path)));
                break;
        }

        void AddAll((string Path, string Before, JsonNode? Node)[] children, char begin, char end)
        {
            _lines.Add(($"{indent}{before}{begin}", null));
            for (var i = 0; i < children.Length; i++)
                Add(children[i].Node, children[i].Path, children[i].Before, i < children.Length - 1 ? "," : string.Empty, indent + "  ");
            _lines.Add(($"{indent}{end}{after}", null));
        }
    }

    private static string Text(string path, JsonNode? node) => node is JsonValue value && value.TryGetValue(out string? text) ? Text(Secrets.In(path, text)!) : node?.ToJsonString(Plain) ?? "null";

    private static string Text(string text) => JsonSerializer.Serialize(text, Plain);
}
