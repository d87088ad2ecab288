using System.Collections.Frozen;
using Gateway.Proxy.Configuration;

namespace Gateway.Proxy;

/// <summary>Which requests a route takes, beside its path and methods. Everything that is stated must hold.</summary>
/// <remarks>
/// A value is compared as it is: <c>*</c> is any value, <c>abc*</c> each value that begins with <c>abc</c>. A header line is compared as a whole;
/// of several lines, cookies or query values of one name any may fit.
/// </remarks>
public sealed record MatchSettings
{
    /// <summary>Host names without port: exact, or <c>*.example.org</c> for its subdomains at any depth, not for <c>example.org</c> itself. Default: all hosts.</summary>
    public IReadOnlyList<string> Hosts { get; init; } = [];

    /// <summary>For each header, by case-insensitive name, the values of which it must have one. Default: none.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Headers { get; init; } = FrozenDictionary<string, IReadOnlyList<string>>.Empty;

    /// <summary>For each cookie, by its exact name, the values of which it must have one. Default: none.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Cookies { get; init; } = FrozenDictionary<string, IReadOnlyList<string>>.Empty;

    /// <summary>For each query key, by its exact decoded text, the decoded values of which it must have one. Default: none.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Query { get; init; } = FrozenDictionary<string, IReadOnlyList<string>>.Empty;

    /// <summary>How many conditions are stated: one for all hosts together, one for each name.</summary>
    internal int Conditions => (Hosts.Count > 0 ? 1 : 0) + Headers.Count + Cookies.Count + Query.Count;

    /// <summary>The conditions without their values, which may be for some clients only.</summary>
    internal MatchSettings WithoutValues() => this with { Headers = WithoutValues(Headers), Cookies = WithoutValues(Cookies), Query = WithoutValues(Query) };

    private static Dictionary<string, IReadOnlyList<string>> WithoutValues(IReadOnlyDictionary<string, IReadOnlyList<string>> conditions) =>
        conditions.ToDictionary(pair => pair.Key, IReadOnlyList<string> (pair) => [.. pair.Value.Select(value => value == "*" ? value : Secrets.Hidden).Distinct()]);
}
