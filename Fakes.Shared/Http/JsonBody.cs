using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Fakes.Shared.Http;

/// <summary>A request's JSON object, read field by field; what does not fit is gathered in <see cref="Problem"/>.</summary>
internal sealed class JsonBody
{
    private readonly List<SchemaError> _errors = [];
    private readonly JsonElement _root;

    private JsonBody(JsonElement root)
    {
        _root = root;
        if (root.ValueKind is not JsonValueKind.Object)
            Add("Input should be a valid dictionary or object to extract fields from", "model_attributes_type");
    }

    private JsonBody(SchemaError error) => _errors.Add(error);

    public JsonHttpResult<SchemaErrors>? Problem => _errors.Count == 0 ? null : SchemaError.Response(_errors);

    public static async Task<JsonBody> ReadAsync(HttpRequest request)
    {
        using var bytes = new MemoryStream();
        await request.Body.CopyToAsync(bytes, request.HttpContext.RequestAborted);
        if (bytes.Length == 0) return new JsonBody(SchemaError.Missing("body"));

        bytes.Position = 0;
        try
        {
            using var document = await JsonDocument.ParseAsync(bytes);
            return new JsonBody(document.RootElement.Clone());
        }
        catch (JsonException error)
        {
            return new JsonBody(new SchemaError(["body", error.BytePositionInLine ?? 0], "JSON decode error", "json_invalid"));
        }
    }

    public string RequiredPath(string name)
    {
        if (Find(name) is not { } value)
        {
            if (_root.ValueKind is JsonValueKind.Object) _errors.Add(SchemaError.Missing("body", name));
            return "";
        }

        if (value.ValueKind is JsonValueKind.String) return value.GetString()!;
        Add("Input is not a valid path", "path_type", name);
        return "";
    }

    public string? OptionalText(string name)
    {
        if (Find(name) is not { ValueKind: not JsonValueKind.Null } value) return null;
        if (value.ValueKind is JsonValueKind.String) return value.GetString();
        Add("Input should be a valid string", "string_type", name);
        return null;
    }

    public int? OptionalInteger(string name)
    {
        if (Find(name) is not { } value) return null;
        if (value.ValueKind is JsonValueKind.Number && value.TryGetInt32(out var number)) return number;

        // Pydantic takes a number in a string too.
        if (value.ValueKind is JsonValueKind.String
            && int.TryParse(value.GetString(), NumberStyles.Integer, CultureInfo.InvariantCulture, out number))
        {
            return number;
        }

        Add("Input should be a valid integer", "int_type", name);
        return null;
    }

    private JsonElement? Find(string name) =>
        _root.ValueKind is JsonValueKind.Object && _root.TryGetProperty(name, out var value) ? value : null;

    private void Add(string message, string type, params object[] path) =>
        _errors.Add(new SchemaError(["body", .. path], message, type));
}
