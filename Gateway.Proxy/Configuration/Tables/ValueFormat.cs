using System.Text.Json.Nodes;

namespace Gateway.Proxy.Configuration.Tables;

/// <summary>How a value is written in config: how it is read, what is allowed, and how an editor's schema says so.</summary>
internal abstract class ValueFormat<T>
{
    /// <summary>Reads <paramref name="section"/>; what cannot be read is a problem, and <paramref name="current"/> stays.</summary>
    public abstract T Read(IConfigurationSection section, T current, ConfigurationErrors errors);

    /// <summary>Checks a value that was made in code.</summary>
    public abstract void Check(T value, string path, ConfigurationErrors errors);

    /// <summary>The value's JSON schema.</summary>
    public abstract JsonObject Schema();

    /// <summary>The value as config would write it, for the schema's default.</summary>
    public virtual JsonNode? Write(T value) => null;
}
