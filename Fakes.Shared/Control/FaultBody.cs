using System.Text;
using System.Text.Json;

namespace Fakes.Shared.Control;

/// <summary>The body of a fault: a string is sent as it is, any other JSON as JSON.</summary>
internal sealed record FaultBody(ReadOnlyMemory<byte> Bytes, string? ContentType)
{
    private const string Json = "application/json";

    public static FaultBody Empty { get; } = new(ReadOnlyMemory<byte>.Empty, null);

    public static FaultBody From(JsonElement value) => value.ValueKind is JsonValueKind.String
        ? FromText(value.GetString()!)
        : new FaultBody(Encoding.UTF8.GetBytes(value.GetRawText()), Json);

    public static FaultBody Detail(string detail) =>
        new(JsonSerializer.SerializeToUtf8Bytes(new { detail }), Json);

    private static FaultBody FromText(string text) =>
        new(Encoding.UTF8.GetBytes(text), IsJson(text) ? Json : "text/plain; charset=utf-8");

    private static bool IsJson(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
