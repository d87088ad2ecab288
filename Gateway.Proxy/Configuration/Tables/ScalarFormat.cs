using System.Text.Json.Nodes;

namespace Gateway.Proxy.Configuration.Tables;

/// <summary>A scalar: a text, a number or a flag.</summary>
internal abstract class ScalarFormat<T> : ValueFormat<T>
{
    /// <summary>What is allowed; the last part of an error message.</summary>
    public abstract string Allowed { get; }

    public sealed override T Read(IConfigurationSection section, T current, ConfigurationErrors errors)
    {
        if (section.GetChildren().Any() || section is ConfigurationNode { IsObject: true })
        {
            errors.Add(section.Path, $"an object or a list is not allowed here; allowed: {Allowed}");
        }
        else if (!TryParse(section.Value ?? string.Empty, out var value) || !IsAllowed(value))
        {
            errors.Refuse(section.Path, section.Value, $"is not allowed{Hint(section.Value)}; allowed: {Allowed}");
        }
        else
        {
            return value;
        }

        return current;
    }

    /// <summary>The value of a text that does not come from a configuration.</summary>
    /// <exception cref="GatewayConfigurationException">It is not allowed.</exception>
    public T Parse(string text, string path)
    {
        ConfigurationErrors errors = new();
        if (TryParse(text, out var value))
            Check(value, path, errors);
        else
            errors.Refuse(path, text, $"is not allowed; allowed: {Allowed}");
        errors.ThrowIfAny();
        return value;
    }

    public sealed override void Check(T value, string path, ConfigurationErrors errors)
    {
        if (!IsAllowed(value))
            errors.Refuse(path, value?.ToString(), $"is not allowed{Hint(value?.ToString())}; allowed: {Allowed}");
    }

    public override JsonNode? Write(T value) => value is null ? null : JsonValue.Create(value.ToString());

    /// <summary>What to write in place of a value that is a common mistake, after a colon; else nothing.</summary>
    protected virtual string Hint(string? text) => string.Empty;

    protected abstract bool TryParse(string text, out T value);

    protected abstract bool IsAllowed(T value);
}
