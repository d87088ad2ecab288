using System.Text.Json;

namespace Fakes.Control.Behaviors;

/// <summary>Every key a behaviour may have: how it is read, and what to say is allowed. A reader gives null to refuse.</summary>
internal static class BehaviorKeys
{
    private delegate Behavior? Reader(Behavior behavior, JsonElement value);

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

    /// <summary>The behaviour with this key read into it, or what is wrong with the key.</summary>
    public static (Behavior Behavior, string? Problem) Read(Behavior behavior, string key, JsonElement value)
    {
        if (!Keys.TryGetValue(key, out var known))
            return (behavior, $"Unknown key '{key}', allowed: {string.Join(", ", Keys.Keys)}");

        return known.Read(behavior, value) is { } read
            ? (read, null)
            : (behavior, $"'{key}' must be {known.Allowed}, not {value.GetRawText()}");
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
