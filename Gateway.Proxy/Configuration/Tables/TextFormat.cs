using System.Text.Json.Nodes;

namespace Gateway.Proxy.Configuration.Tables;

/// <summary>A text that must satisfy a rule; <paramref name="pattern"/> is the rule, or most of it, as a regular expression for the schema.</summary>
/// <param name="hint">What is wrong with a value, where that can be said: after a colon.</param>
/// <param name="isSecret">Whether errors do not show the value, because it may be a secret whatever the setting is called.</param>
internal sealed class TextFormat(string allowed, string pattern, Func<string, bool> fits, bool isSecret = false, Func<string, string>? hint = null) : ScalarFormat<string>
{
    public override string Allowed => allowed;

    public override JsonObject Schema() => new() { ["type"] = "string", ["pattern"] = pattern };

    protected override string Hint(string? text) => hint is null || string.IsNullOrEmpty(text) ? string.Empty : hint(text);

    protected override bool IsSecret => isSecret;

    protected override bool TryParse(string text, out string value)
    {
        value = text;
        return true;
    }

    protected override bool IsAllowed(string value) => value is not null && fits(value);
}
