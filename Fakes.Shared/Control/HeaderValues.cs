using System.Buffers;
using System.Text.Json;

namespace Fakes.Shared.Control;

/// <summary>Response headers from JSON; only what the server can really send is accepted.</summary>
internal static class HeaderValues
{
    private static readonly SearchValues<char> Token =
        SearchValues.Create("!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");

    public static Dictionary<string, string[]>? Read(JsonElement json)
    {
        if (json.ValueKind is not JsonValueKind.Object) return null;

        var headers = new Dictionary<string, string[]>(StringComparer.OrdinalIgnoreCase);
        foreach (var header in json.EnumerateObject())
        {
            if (header.Name.Length == 0 || header.Name.AsSpan().ContainsAnyExcept(Token)) return null;
            if (Values(header.Value) is not { } values) return null;
            headers[header.Name] = values;
        }

        return headers;
    }

    private static string[]? Values(JsonElement json)
    {
        JsonElement[] values = json.ValueKind is JsonValueKind.Array ? [.. json.EnumerateArray()] : [json];
        return values.All(IsSendable) ? [.. values.Select(value => value.GetString()!)] : null;
    }

    private static bool IsSendable(JsonElement value) =>
        value.ValueKind is JsonValueKind.String && value.GetString()!.All(c => c is '\t' or (>= ' ' and <= '~'));
}
