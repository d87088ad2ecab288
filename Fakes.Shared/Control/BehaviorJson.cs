using System.Text.Json;

namespace Fakes.Shared.Control;

/// <summary>Reads the body of <c>PUT /_fake/behavior</c>. A key that is null is a key left out.</summary>
internal static class BehaviorJson
{
    private delegate Behavior? Reader(Behavior behavior, JsonElement value);

    // How each key is read, and what an error says is allowed. A reader returns null for a value that is not.
    private static readonly Dictionary<string, (string Allowed, Reader Read)> Keys = new(StringComparer.Ordinal)
    {
        ["status"] = ("a number from 200 to 599", (b, v) => Number(v, 200, 599) is { } n ? b with { Status = n } : null),
        ["body"] = ("a string or any JSON", (b, v) => b with { Body = FaultBody.From(v) }),
        ["headers"] = ("an object of header names with a string or a list of strings each",
            (b, v) => HeaderValues.Read(v) is { } headers ? b with { Headers = headers } : null),
        ["delayMs"] = ("a number of milliseconds from 0", (b, v) => Milliseconds(v) is { } time ? b with { Delay = time } : null),
        ["failNext"] = ("a number from 1", (b, v) => Number(v, 1) is { } n ? b with { FailNext = n } : null),
        ["everyNth"] = ("a number from 1", (b, v) => Number(v, 1) is { } n ? b with { EveryNth = n } : null),
        ["abort"] = ("\"before-headers\" or \"mid-body\"", (b, v) => Abort(v) is { } point ? b with { Abort = point } : null),
        ["hang"] = ("true or false", (b, v) => v.ValueKind is JsonValueKind.True or JsonValueKind.False ? b with { Hang = v.GetBoolean() } : null),
        ["trickleMs"] = ("a number of milliseconds from 0", (b, v) => Milliseconds(v) is { } time ? b with { Trickle = time } : null),
        ["pathPrefix"] = ("a string that starts with /", (b, v) => Text(v) is ['/', ..] text ? b with { PathPrefix = text } : null),
    };

    /// <summary>The behaviour, or what is wrong with it.</summary>
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

    private static (Behavior? Behavior, string? Problem) Read(IEnumerable<JsonProperty> given)
    {
        var source = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        var behavior = new Behavior { Source = source };
        foreach (var key in given)
        {
            if (!Keys.TryGetValue(key.Name, out var known))
                return (null, $"Unknown key '{key.Name}', allowed: {string.Join(", ", Keys.Keys)}");
            if (known.Read(behavior, key.Value) is not { } read)
                return (null, $"'{key.Name}' must be {known.Allowed}, not {key.Value.GetRawText()}");

            behavior = read;
            source[key.Name] = key.Value;
        }

        return (behavior, null);
    }

    private static int? Number(JsonElement value, int least, int most = int.MaxValue) =>
        value.ValueKind is JsonValueKind.Number && value.TryGetInt32(out var n) && n >= least && n <= most ? n : null;

    private static TimeSpan? Milliseconds(JsonElement value) =>
        Number(value, 0) is { } n ? TimeSpan.FromMilliseconds(n) : null;

    private static string? Text(JsonElement value) => value.ValueKind is JsonValueKind.String ? value.GetString() : null;

    private static AbortPoint? Abort(JsonElement value) => Text(value) switch
    {
        "before-headers" => AbortPoint.BeforeHeaders,
        "mid-body" => AbortPoint.MidBody,
        _ => null,
    };
}
