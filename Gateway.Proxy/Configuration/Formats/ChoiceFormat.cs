using System.Text.Json.Nodes;

namespace Gateway.Proxy.Configuration.Formats;

/// <summary>One of an enum's names.</summary>
internal sealed class ChoiceFormat<T> : ScalarFormat<T>
    where T : struct, Enum
{
    private static readonly string[] Names = Enum.GetNames<T>();

    public override string Allowed => string.Join(", ", Names);

    public override JsonObject Schema() => new() { ["enum"] = new JsonArray([.. Names.Select(name => JsonValue.Create(name))]) };

    // Enum.TryParse alone would take numbers too.
    protected override bool TryParse(string text, out T value)
    {
        value = default;
        return Names.Contains(text, StringComparer.OrdinalIgnoreCase) && Enum.TryParse(text, ignoreCase: true, out value);
    }

    protected override bool IsAllowed(T value) => Enum.IsDefined(value);
}
