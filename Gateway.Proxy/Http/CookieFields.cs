using System.Buffers;
using System.Collections.Frozen;
using Microsoft.Extensions.Primitives;

namespace Gateway.Proxy.Http;

/// <summary>Syntax of <c>Cookie</c> (RFC 6265 section 5.4): pairs of name and value between semicolons, in one field or several.</summary>
internal static class CookieFields
{
    private const int MaxOnStack = 256;

    private static readonly SearchValues<char> Empty = SearchValues.Create("; \t");

    /// <summary>The value of the first cookie with this name that has one; empty when there is none.</summary>
    public static ReadOnlySpan<char> Find(StringValues fields, string name)
    {
        foreach (var field in fields)
        {
            CookiePairs pairs = new(field);
            while (pairs.TryRead(out var each, out var value))
            {
                if (!value.IsEmpty && each.SequenceEqual(name))
                    return value;
            }
        }

        return default;
    }

    /// <summary>The fields without the cookies of these names. All else stays as it is, byte for byte; a field that holds nothing else goes.</summary>
    public static StringValues Without(StringValues fields, FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> names)
    {
        if (fields.Count == 1)
            return new(Without(fields.ToString(), names));
        var kept = new string[fields.Count];
        var count = 0;
        foreach (var field in fields)
        {
            if (Without(field ?? string.Empty, names) is { } left)
                kept[count++] = left;
        }

        return count == 0 ? StringValues.Empty : new(kept[..count]);
    }

    /// <summary>The name of a pair, also of one in <c>Set-Cookie</c>. Equals signs in front of it do not count, and without any the whole text is the name.</summary>
    /// <remarks>A browser keeps <c>=a=b</c> as a cookie without a name and with the value <c>a=b</c>, and sends only the value (RFC 6265bis).</remarks>
    public static ReadOnlySpan<char> NameOf(ReadOnlySpan<char> pair)
    {
        pair = pair.TrimStart(" \t=");
        return (pair.IndexOf('=') is >= 0 and var equals ? pair[..equals] : pair).TrimEnd(" \t");
    }

    /// <returns>The same text when nothing is removed; null when nothing is left.</returns>
    private static string? Without(string field, FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> names)
    {
        for (var begin = 0; begin <= field.Length;)
        {
            var pair = PairAt(field, begin);
            if (names.Contains(NameOf(pair)))
                return WithoutFrom(field, begin, names);
            begin += pair.Length + 1;
        }

        return field;
    }

    /// <param name="field">The field.</param>
    /// <param name="begin">Where its first pair that is removed begins.</param>
    /// <param name="names">The names of the cookies that are removed.</param>
    private static string? WithoutFrom(string field, int begin, FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> names)
    {
        var copy = field.Length <= MaxOnStack ? stackalloc char[MaxOnStack] : new char[field.Length];
        field.AsSpan(..begin).CopyTo(copy);
        var length = begin;
        while (begin <= field.Length)
        {
            var pair = PairAt(field, begin);
            begin += pair.Length + 1;
            if (names.Contains(NameOf(pair)))
                continue;

            // The blank that divides a pair from the one before it goes with that one when it was the first.
            if (length == 0)
                pair = pair.TrimStart(" \t");
            pair.CopyTo(copy[length..]);
            length += pair.Length;
            if (begin <= field.Length)
                copy[length++] = ';';
        }

        ReadOnlySpan<char> kept = copy[..length];

        // The last pair was removed, and the semicolon before it is left.
        if (kept.EndsWith(";") && !field.EndsWith(';'))
            kept = kept[..^1];
        return kept.ContainsAnyExcept(Empty) ? new(kept) : null;
    }

    /// <summary>The text from here to the next semicolon, or to the end.</summary>
    private static ReadOnlySpan<char> PairAt(string field, int begin)
    {
        var rest = field.AsSpan(begin);
        return rest.IndexOf(';') is >= 0 and var length ? rest[..length] : rest;
    }
}
