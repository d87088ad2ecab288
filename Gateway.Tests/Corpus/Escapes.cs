using System.Globalization;
using System.Text;

namespace Gateway.Tests.Corpus;

/// <summary>Bytes written as readable text: one character a byte, the others escaped. README.md has the list.</summary>
internal static class Escapes
{
    public static string Read(string text)
    {
        StringBuilder result = new(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] != '\\')
                result.Append(text[i]);
            else
                i = ReadEscape(text, i + 1, result);
        }

        return result.ToString();
    }

    // Returns where the escape's last character is.
    private static int ReadEscape(string text, int at, StringBuilder result)
    {
        switch (text[at])
        {
            case 'r':
                result.Append('\r');
                return at;
            case 'n':
                result.Append('\n');
                return at;
            case 't':
                result.Append('\t');
                return at;
            case '\\':
                result.Append('\\');
                return at;
            case 'x':
                result.Append((char)int.Parse(text.AsSpan(at + 1, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture));
                return at + 2;
            case '{':
                var end = text.IndexOf('}', at);
                var (count, repeated) = text[(at + 1)..end].Split(':', 2) is [var number, var piece] ? (int.Parse(number, CultureInfo.InvariantCulture), Read(piece)) : throw new FormatException("A repetition is written \\{count:text}.");
                for (var i = 0; i < count; i++)
                    result.Append(repeated);
                return end;
            default:
                throw new FormatException($"There is no escape \\{text[at]}.");
        }
    }
}
