using System.Text.Json.Nodes;

namespace Gateway.Proxy.Configuration.Tables;

/// <summary>The format of a config value: how it is read, what is allowed, and its JSON schema.</summary>
internal abstract class ValueFormat<T>
{
    /// <summary>Reads <paramref name="section"/>; an invalid value is an error, and <paramref name="current"/> stays.</summary>
    public abstract T Read(IConfigurationSection section, T current, ConfigurationErrors errors);

    /// <summary>Validates a value that was set in code.</summary>
    public abstract void Check(T value, string path, ConfigurationErrors errors);

    /// <summary>The value's JSON schema.</summary>
    public abstract JsonObject Schema();

    /// <summary>The value in its config notation, for the schema's default.</summary>
    public virtual JsonNode? Write(T value) => null;

    /// <summary>The value in its config notation, for a listing of the configuration in force.</summary>
    /// <param name="value">The value in force.</param>
    /// <param name="given">What the configuration has for it.</param>
    /// <param name="all">Whether to list all keys of a section, and not only those that are given.</param>
    public virtual JsonNode? Print(T value, IConfigurationSection given, bool all) => Write(value);
}
