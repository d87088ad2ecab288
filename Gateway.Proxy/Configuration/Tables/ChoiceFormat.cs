using System.Text.Json.Nodes;

namespace Gateway.Proxy.Configuration.Tables;

/// <summary>One of an enum's names.</summary>
/// <param name="spelling">How a name is written; null: as in the enum.</param>
internal sealed class ChoiceFormat<T>(Func<string, string>? spelling = null) : ScalarFormat<T>
    where T : struct, Enum
{
    private readonly string[] _names = [.. Enum.GetNames<T>().Select(name => spelling?.Invoke(name) ?? name)];

    public override string Allowed => string.Join(", ", _names);

    public override JsonObject Schema() => new() { ["enum"] = new JsonArray([.. _names.Select(name => JsonValue.Create(name))]) };

    public override JsonNode? Write(T value) => JsonValue.Create(spelling?.Invoke(value.ToString()) ?? value.ToString());

    // Enum.TryParse alone also accepts numbers.
    protected override bool TryParse(string text, out T value)
    {
        value = default;
        return _names.Contains(text, StringComparer.OrdinalIgnoreCase) && Enum.TryParse(text, ignoreCase: true, out value);
    }

    protected override bool IsAllowed(T value) => Enum.IsDefined(value);
}
