using System.Text;

namespace Gateway.Proxy.Matching;

/// <summary>A name that the request must have, with one of some values.</summary>
internal sealed class FieldCondition(FieldSource source, string name, IReadOnlyList<string> values)
{
    private readonly FieldSource _source = source;
    private readonly string _name = name;
    private readonly ValuePattern[] _values = [.. values.Select(value => new ValuePattern(AsReceived(source, value)))];

    /// <summary>The condition, if only these values fit; null when others do too.</summary>
    public ExactField? Exact => ExactField.Of(_source, _name, _values.Select(value => value.Exact));

    public bool Fits(ref RequestFields fields)
    {
        if (!fields.Find(_source, _name))
            return false;
        if (FitsAny(fields.First))
            return true;
        foreach (var other in fields.Others)
        {
            if (FitsAny(other))
                return true;
        }

        return false;
    }

    /// <summary>Whether both state the same name with values of which none fits both.</summary>
    public bool Excludes(FieldCondition other) =>
        _source == other._source && _name.Equals(other._name, RequestFields.Comparison(_source))
        && !_values.Any(value => other._values.Any(value.Overlaps));

    // Header values are received as Latin-1, one character for each byte; clients send UTF-8.
    private static string AsReceived(FieldSource source, string value) =>
        source == FieldSource.Query || Ascii.IsValid(value) ? value : Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(value));

    private bool FitsAny(ReadOnlySpan<char> value)
    {
        foreach (var pattern in _values)
        {
            if (pattern.Fits(value))
                return true;
        }

        return false;
    }
}
