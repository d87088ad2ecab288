namespace Gateway.Proxy.Matching;

/// <summary>A value of <c>Match</c>: exact, <c>abc*</c> for values that begin with <c>abc</c>, <c>*</c> for any.</summary>
internal readonly struct ValuePattern
{
    public const string SchemaPattern = "^([^*]+\\*?|\\*)$";

    private readonly string _text;
    private readonly bool _isPrefix;

    public ValuePattern(string pattern)
    {
        _isPrefix = pattern.EndsWith('*');
        _text = _isPrefix ? pattern[..^1] : pattern;
    }

    public static bool IsPattern(string text) => text.Length > 0 && !text.AsSpan(..^1).Contains('*');

    /// <summary>The only value that fits; null when several do.</summary>
    public string? Exact => _isPrefix ? null : _text;

    public bool Fits(ReadOnlySpan<char> value) => _isPrefix ? value.StartsWith(_text, StringComparison.Ordinal) : value.SequenceEqual(_text);

    /// <summary>Whether one value may fit both.</summary>
    public bool Overlaps(ValuePattern other) =>
        _isPrefix && other._isPrefix ? _text.StartsWith(other._text, StringComparison.Ordinal) || other._text.StartsWith(_text, StringComparison.Ordinal)
        : _isPrefix ? Fits(other._text)
        : other.Fits(_text);
}
