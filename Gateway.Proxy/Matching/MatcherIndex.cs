using System.Collections.Frozen;

namespace Gateway.Proxy.Matching;

/// <summary>Consecutive matchers of a list that ask for exact values of one field, found by the value: what a request costs does not grow with their number.</summary>
internal sealed class MatcherIndex
{
    // Looking at fewer is no dearer than hashing the value.
    private const int FewestMatchers = 4;

    private readonly RequestMatcher[] _matchers;
    private readonly int _begin;
    private readonly FieldSource _source;
    private readonly string _name;
    private readonly FrozenDictionary<string, int[]>.AlternateLookup<ReadOnlySpan<char>> _positions;

    private MatcherIndex(RequestMatcher[] matchers, int begin, ExactField[] fields)
    {
        _matchers = matchers;
        _begin = begin;
        (_source, _name) = (fields[0].Source, fields[0].Name);
        Count = fields.Length;
        var comparer = _source == FieldSource.Host ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal;
        _positions = fields.SelectMany((field, i) => field.Values.Select(value => (Value: value, Position: begin + i)))
            .GroupBy(pair => pair.Value, pair => pair.Position, comparer)
            .ToFrozenDictionary(group => group.Key, group => group.Distinct().ToArray(), comparer)
            .GetAlternateLookup<ReadOnlySpan<char>>();
    }

    /// <summary>How many matchers of the list it replaces.</summary>
    public int Count { get; }

    /// <returns>An index of the most matchers that begin here; null where they are too few.</returns>
    public static MatcherIndex? Begin(RequestMatcher[] matchers, int begin)
    {
        ExactField[] longest = [];
        foreach (var field in matchers[begin].ExactFields)
        {
            ExactField[] run = [.. matchers.Skip(begin).Select(matcher => matcher.ExactFields.FirstOrDefault(field.IsSameField)).TakeWhile(same => same is not null).OfType<ExactField>()];
            if (run.Length > longest.Length)
                longest = run;
        }

        return longest.Length < FewestMatchers ? null : new(matchers, begin, longest);
    }

    /// <returns>The position in the list of the first matcher that fits; -1: none does.</returns>
    public int FirstFit(ref RequestFields fields)
    {
        if (!fields.Find(_source, _name))
            return -1;

        // A field with several values may fit by any of them. They are looked at once for each matcher, not each matcher once for each value.
        if (!fields.Others.IsEmpty)
            return Scan(ref fields);
        if (!_positions.TryGetValue(fields.First, out var positions))
            return -1;
        foreach (var position in positions)
        {
            if (_matchers[position].Fits(ref fields))
                return position;
        }

        return -1;
    }

    private int Scan(ref RequestFields fields)
    {
        for (var position = _begin; position < _begin + Count; position++)
        {
            if (_matchers[position].Fits(ref fields))
                return position;
        }

        return -1;
    }
}
