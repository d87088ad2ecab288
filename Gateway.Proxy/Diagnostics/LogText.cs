using System.Text;

namespace Gateway.Proxy.Diagnostics;

/// <summary>What a client wrote, so that it can stand in a line between quotation marks and forge neither a line nor a field.</summary>
internal static class LogText
{
    /// <summary>The text with everything but visible ASCII and blanks, and with quotation marks, as percent-encoded bytes; cut when it is longer.</summary>
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
