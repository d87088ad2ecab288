namespace Gateway.Proxy.Matching;

/// <summary>A condition that only these values of a field fit.</summary>
internal sealed record ExactField(FieldSource Source, string Name, IReadOnlyList<string> Values)
{
    /// <param name="source">Where it looks.</param>
    /// <param name="name">The field's name; empty: it has none.</param>
    /// <param name="values">The values; null in place of one that is a pattern.</param>
    /// <returns>Null when there is no value, or a pattern among them.</returns>
    public static ExactField? Of(FieldSource source, string name, IEnumerable<string?> values) =>
        values.ToArray() is { Length: > 0 } all && all.All(value => value is not null) ? new(source, name, all!) : null;

    public bool IsSameField(ExactField other) => Source == other.Source && Name.Equals(other.Name, RequestFields.Comparison(Source));
}
