using System.Text.Json.Nodes;

namespace Gateway.Proxy.Configuration.Tables;

/// <summary>A scalar: a text, a number or a flag.</summary>
internal abstract class ScalarFormat<T> : ValueFormat<T>
{
    /// <summary>What is allowed; the last part of an error message.</summary>
    public abstract string Allowed { get; }

    public sealed override T Read(IConfigurationSection section, T current, ConfigurationErrors errors)
    {
        if (section.GetChildren().Any() || section is ConfigurationNode { IsObject: true } or ConfigurationNode { IsList: true })
        {
            errors.Add(section.Path, $"an object or a list is not allowed here; allowed: {Allowed}");
        }
        else if (!TryParse(section.Value ?? string.Empty, out var value) || !IsAllowed(value))
        {
            Refuse(section.Path, section.Value, Hint(section.Value), errors);
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
            Refuse(path, text, string.Empty, errors);
        errors.ThrowIfAny();
        return value;
    }

    public sealed override void Check(T value, string path, ConfigurationErrors errors)
    {
        if (!IsAllowed(value))
            Refuse(path, value?.ToString(), Hint(value?.ToString()), errors);
    }

    public override JsonNode? Write(T value) => value is null ? null : JsonValue.Create(value.ToString());

    /// <summary>What to write in place of a value that is a common mistake, after a colon; else nothing.</summary>
    protected virtual string Hint(string? text) => string.Empty;

    /// <summary>Whether errors do not show the value.</summary>
    protected virtual bool IsSecret => false;

    protected abstract bool TryParse(string text, out T value);

    protected abstract bool IsAllowed(T value);

    private void Refuse(string path, string? value, string hint, ConfigurationErrors errors) =>
        errors.Refuse(path, IsSecret && !string.IsNullOrEmpty(value) ? Secrets.Hidden : value, $"is not allowed{hint}; allowed: {Allowed}");
}
