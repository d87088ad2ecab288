using Microsoft.Extensions.Primitives;

namespace Gateway.Proxy.Configuration;

/// <summary>A section of a configuration, read once as a whole.</summary>
/// <remarks>
/// The framework's sections scan all keys to find the children of one: with thousands of routes that takes half a minute.
/// </remarks>
internal sealed class ConfigurationNode(string path) : IConfigurationSection
{
    private readonly Dictionary<string, ConfigurationNode> _children = new(StringComparer.OrdinalIgnoreCase);
    private string? _value;

    public string Key => ConfigurationPath.GetSectionKey(path) ?? string.Empty;

    public string Path => path;

    /// <summary>Whether there is a value, which may be null: <see cref="IsNull"/> and <see cref="IsObject"/> distinguish the cases.</summary>
    public bool HasValue { get; private set; }

    public string? Value
    {
        get => _value;
        set
        {
            _value = value;
            HasValue = true;
            IsObject = false;
        }
    }

    /// <summary>Whether it was written as an object, which may be empty.</summary>
    public bool IsObject { get; private set; }

    /// <summary>Whether it was written as a list; an empty one has an empty text as its value.</summary>
    public bool IsList { get; set; }

    /// <summary>Where the value, the empty object or the null comes from; null when there is none of them.</summary>
    public IConfigurationProvider? Source { get; set; }

    /// <summary>Whether it is a null that removes nothing, because no lower source has the key.</summary>
    public bool RemovesNothing { get; set; }

    /// <summary>A name in JSON that has a colon and so was read as this node and nodes below it.</summary>
    public string? NameWithColon { get; set; }

    /// <summary>The same name in other case, as a further source has it.</summary>
    public string? OtherSpelling { get; private set; }

    /// <summary>Whether it is a JSON null, which removes the value of lower sources.</summary>
    public bool IsNull => HasValue && _value is null && _children.Count == 0 && !IsObject;

    public IReadOnlyCollection<ConfigurationNode> Children => _children.Values;

    public string? this[string key]
    {
        get => GetSection(key).Value;
        set => throw new NotSupportedException("What was read does not change.");
    }

    public void MakeObject()
    {
        Value = null;
        IsObject = true;
    }

    public void RemoveChildren() => _children.Clear();

    public void Remove(ConfigurationNode child) => _children.Remove(child.Key);

    /// <summary>The child of this name; created when missing.</summary>
    public ConfigurationNode Child(ReadOnlySpan<char> key)
    {
        var children = _children.GetAlternateLookup<ReadOnlySpan<char>>();
        if (!children.TryGetValue(key, out var child))
            children[key] = child = new(path.Length == 0 ? key.ToString() : $"{path}{ConfigurationPath.KeyDelimiter}{key}");
        else if (!child.Path.AsSpan().EndsWith(key, StringComparison.Ordinal))
            child.OtherSpelling = key.ToString();
        return child;
    }

    /// <summary>The child of this name, if there is one.</summary>
    public ConfigurationNode? Find(string key) => _children.GetValueOrDefault(key);

    /// <summary>The descendant at <paramref name="key"/>; created when missing.</summary>
    public ConfigurationNode Below(ReadOnlySpan<char> key)
    {
        var node = this;
        foreach (var part in key.Split(ConfigurationPath.KeyDelimiter))
            node = node.Child(key[part]);
        return node;
    }

    public IConfigurationSection GetSection(string key)
    {
        var node = this;
        foreach (var part in key.Split(ConfigurationPath.KeyDelimiter))
        {
            if (!node._children.TryGetValue(part, out var child))
                return new ConfigurationNode(ConfigurationPath.Combine(path, key));
            node = child;
        }

        return node;
    }

    public IEnumerable<IConfigurationSection> GetChildren() => _children.Values.OrderBy(child => child.Key, ConfigurationKeyComparer.Instance);

    public IChangeToken GetReloadToken() => new CancellationChangeToken(CancellationToken.None);
}
