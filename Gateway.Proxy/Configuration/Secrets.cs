using System.Globalization;
using System.Text.RegularExpressions;

namespace Gateway.Proxy.Configuration;

/// <summary>Masks secrets in error messages that show an invalid value.</summary>
internal static partial class Secrets
{
    public const string Hidden = "***";

    private const string Names = "auth(?!or)|authorization|cookie|token|secret|passw|passphrase|pwd|credential|key\\b|\\bsig\\b|signature";

    /// <summary>The value of the setting at <paramref name="path"/>, with secrets masked.</summary>
    public static string? In(string path, string? value)
    {
        if (string.IsNullOrEmpty(value))
            return value;
        if (SecretName().IsMatch(NameIn(path)))
            return Hidden;

        // The userinfo of a URL, which may contain any characters when it is not encoded.
        var at = value.LastIndexOf('@');
        var authority = value.IndexOf("//", StringComparison.Ordinal);
        if (at > 0)
            value = value[..(authority < 0 || authority > at ? 0 : authority + 2)] + Hidden + value[at..];
        return SecretPair().Replace(In(value), $"$1{Hidden}");
    }

    // An item of a list has the list's name.
    private static string NameIn(string path)
    {
        var name = ConfigurationPath.GetSectionKey(path)!;
        return ConfigurationPath.GetParentPath(path) is { } list && int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out _) ? ConfigurationPath.GetSectionKey(list)! : name;
    }

    /// <summary>Any other text, such as a message of the framework, with secrets masked.</summary>
    public static string In(string text) => Token().Replace(Scheme().Replace(UserPart().Replace(text, Hidden), $"$1{Hidden}"), Hidden);

    [GeneratedRegex(Names, RegexOptions.IgnoreCase)]
    private static partial Regex SecretName();

    [GeneratedRegex($"""([\w-]*(?:{Names})[\w-]*\s*[:=]\s*).+""", RegexOptions.IgnoreCase | RegexOptions.Singleline)]
    private static partial Regex SecretPair();

    [GeneratedRegex("""\b((?:Bearer|Basic|Digest|Negotiate|NTLM|ApiKey)\s+)[^\s"']+""", RegexOptions.IgnoreCase)]
    private static partial Regex Scheme();

    [GeneratedRegex("""\beyJ[\w-]+\.[\w.-]+""")]
    private static partial Regex Token();

    [GeneratedRegex("""(?<=//)[^/\s"']+(?=@)""")]
    private static partial Regex UserPart();
}
