using System.Text.Json.Nodes;

namespace Gateway.Proxy.Configuration.Tables;

/// <summary>A text that must fit a rule; <paramref name="pattern"/> says the rule, or the greater part of it, as an editor can check it.</summary>
internal sealed class TextFormat(string allowed, string pattern, Func<string, bool> fits) : ScalarFormat<string>
{
    public override string Allowed => allowed;

    public override JsonObject Schema() => new() { ["type"] = "string", ["pattern"] = pattern };

    protected override bool TryParse(string text, out string value)
    {
        value = text;
        return true;
    }

    protected override bool IsAllowed(string value) => value is not null && fits(value);
}
