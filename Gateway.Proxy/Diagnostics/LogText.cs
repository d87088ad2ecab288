using System.Text;

namespace Gateway.Proxy.Diagnostics;

/// <summary>Encodes client input for a quoted log field, so that it can forge neither a line nor a field.</summary>
internal static class LogText
{
    /// <summary>The text with quotation marks and everything except visible ASCII and spaces percent-encoded; truncated to the maximum length.</summary>
    public static string Safe(ReadOnlySpan<char> text, int longest)
    {
        var cut = text.Length > longest ? text[..longest] : text;
        if (!cut.ContainsAnyExceptInRange(' ', '~') && !cut.Contains('"'))
            return cut.ToString();

        StringBuilder safe = new(cut.Length + 32);
        Span<byte> bytes = stackalloc byte[4];
        foreach (var rune in cut.EnumerateRunes())
        {
            if (rune.Value is >= ' ' and <= '~' and not '"')
            {
                safe.Append((char)rune.Value);
                continue;
            }

            foreach (var value in bytes[..rune.EncodeToUtf8(bytes)])
                safe.Append('%').Append(value.ToString("X2", System.Globalization.CultureInfo.InvariantCulture));
        }

        return safe.ToString();
    }
}
