namespace Gateway.Proxy.Matching;

/// <summary>The matchers of a path in their order, of which a request takes the first that fits.</summary>
internal sealed class MatcherList
{
    private readonly RequestMatcher[] _matchers;
    private readonly MatcherIndex?[] _indexes;

    public MatcherList(RequestMatcher[] matchers)
    {
        _matchers = matchers;
        _indexes = new MatcherIndex?[matchers.Length];
        for (var i = 0; i < matchers.Length; i += Math.Max(1, _indexes[i]?.Count ?? 0))
            _indexes[i] = MatcherIndex.Begin(matchers, i);
    }

    /// <returns>The position of the first matcher that fits; -1: none does.</returns>
    public int FirstFit(ref RequestFields fields)
    {
        for (var i = 0; i < _matchers.Length;)
        {
            if (_indexes[i] is { } index)
            {
                if (index.FirstFit(ref fields) is >= 0 and var first)
                    return first;
                i += index.Count;
                continue;
            }

            if (_matchers[i].Fits(ref fields))
                return i;
            i++;
        }

        return -1;
    }
}
