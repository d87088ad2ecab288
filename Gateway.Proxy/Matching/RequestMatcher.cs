namespace Gateway.Proxy.Matching;

/// <summary>A route's <c>Match</c>, prepared for requests; metadata of its endpoint. A route without conditions has none.</summary>
internal sealed class RequestMatcher
{
    private readonly HostPattern[] _hosts;
    private readonly FieldCondition[] _fields;

    private RequestMatcher(MatchSettings match)
    {
        Conditions = match.Conditions;
        _hosts = [.. match.Hosts.Select(host => new HostPattern(host))];
        _fields =
        [
            .. match.Headers.Select(pair => new FieldCondition(FieldSource.Header, pair.Key, pair.Value)),
            .. match.Cookies.Select(pair => new FieldCondition(FieldSource.Cookie, pair.Key, pair.Value)),
            .. match.Query.Select(pair => new FieldCondition(FieldSource.Query, pair.Key, pair.Value)),
        ];
    }

    /// <summary>How many conditions there are; more go first.</summary>
    public int Conditions { get; }

    /// <summary>The conditions that only stated values fit.</summary>
    public IEnumerable<ExactField> ExactFields =>
        _fields.Select(condition => condition.Exact).Prepend(ExactField.Of(FieldSource.Host, string.Empty, _hosts.Select(host => host.Exact))).OfType<ExactField>();

    /// <returns>Null when every request fits.</returns>
    public static RequestMatcher? For(MatchSettings match) => match.Conditions == 0 ? null : new(match);

    public bool Fits(ref RequestFields fields)
    {
        if (_hosts.Length > 0 && !FitsHost(fields.Host))
            return false;
        foreach (var field in _fields)
        {
            if (!field.Fits(ref fields))
                return false;
        }

        return true;
    }

    /// <summary>Whether no request fits both, one that repeats a header, cookie or query key excepted.</summary>
    public bool Excludes(RequestMatcher other) =>
        (_hosts.Length > 0 && other._hosts.Length > 0 && !_hosts.Any(host => other._hosts.Any(host.Overlaps)))
        || _fields.Any(field => other._fields.Any(field.Excludes));

    private bool FitsHost(ReadOnlySpan<char> host)
    {
        foreach (var pattern in _hosts)
        {
            if (pattern.Fits(host))
                return true;
        }

        return false;
    }
}
