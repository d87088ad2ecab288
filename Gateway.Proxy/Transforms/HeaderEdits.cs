using System.Collections.Frozen;

namespace Gateway.Proxy;

/// <summary>Headers that are set (replacing what was there) and removed.</summary>
public sealed record HeaderEdits
{
    /// <summary>No change.</summary>
    public static HeaderEdits None { get; } = new();

    /// <summary>Headers to set, by name; a header that is already there is replaced.</summary>
    public IReadOnlyDictionary<string, string> Set { get; init; } = FrozenDictionary<string, string>.Empty;

    /// <summary>Names of headers to remove.</summary>
    public IReadOnlyList<string> Remove { get; init; } = [];

    internal bool IsEmpty => Set.Count == 0 && Remove.Count == 0;
}
