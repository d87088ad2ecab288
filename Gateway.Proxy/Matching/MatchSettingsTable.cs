using Gateway.Proxy.Configuration.Tables;
using Gateway.Proxy.Http;

namespace Gateway.Proxy.Matching;

/// <summary>The keys of <c>Match</c>.</summary>
internal static class MatchSettingsTable
{
    private const string Values = "* for any value, abc* for each value that begins with abc, no * elsewhere";

    private static readonly TextFormat Host = new(
        "a host without scheme and port: api.example.com, *.example.org for its subdomains, 192.0.2.1 or [2001:db8::1]; an international name in its xn-- form",
        "^(\\[[0-9A-Fa-f:.]+\\]|(\\*\\.)?[A-Za-z0-9_\\-]+(\\.[A-Za-z0-9_\\-]+)*)$", HostPattern.IsPattern);

    private const string TokenAllowed = "a name of letters, digits and !#$%&'*+-.^_`|~";

    private static readonly TextFormat Header = new(
        TokenAllowed, HttpText.TokenPattern, text => HttpText.IsToken(text) && ChangedFields.Reason(text).Length == 0, hint: ChangedFields.Reason);

    private static readonly TextFormat Cookie = new(TokenAllowed, HttpText.TokenPattern, text => HttpText.IsToken(text));

    private static readonly TextFormat Key = new(
        "a text that is not empty and has no colon, which separates the keys of a configuration", "^[^:]+$", text => text.Length > 0 && !text.Contains(':', StringComparison.Ordinal));

    private static readonly TextFormat HeaderValue = new(
        $"a text without control characters and surrounding blanks; {Values}", ValuePattern.SchemaPattern, text => ValuePattern.IsPattern(text) && IsTrimmed(text), isSecret: true, Fault);

    private static readonly TextFormat CookieValue = new(
        $"a text without semicolons, control characters and surrounding blanks; {Values}", ValuePattern.SchemaPattern, text => ValuePattern.IsPattern(text) && IsTrimmed(text) && !text.Contains(';', StringComparison.Ordinal), isSecret: true, Fault);

    private static readonly TextFormat QueryValue = new($"a text, decoded; {Values}", ValuePattern.SchemaPattern, ValuePattern.IsPattern, isSecret: true, Fault);

    public static SettingsTable<MatchSettings> Instance { get; } = new(new())
    {
        { "Hosts", "The host names of which the request must have one, without port and in any case: exact, or *.example.org for its subdomains at any depth (not example.org itself). null: all hosts.", Format.NonEmptyListOf(Host, "null for all hosts"), s => s.Hosts, (s, v) => s with { Hosts = v } },
        { "Headers", $"The headers that the request must have, by name. A value or a list of values, of which one line of the header must have one: {Values}.", new ConditionsFormat(Header, HeaderValue, StringComparer.OrdinalIgnoreCase), s => s.Headers, (s, v) => s with { Headers = v } },
        { "Cookies", $"The cookies that the request must have, by exact name. A value or a list of values, as they are sent: {Values}.", new ConditionsFormat(Cookie, CookieValue, StringComparer.Ordinal), s => s.Cookies, (s, v) => s with { Cookies = v } },
        { "Query", $"The query parameters that the request must have, by exact key. A value or a list of values, decoded: {Values}.", new ConditionsFormat(Key, QueryValue, StringComparer.Ordinal), s => s.Query, (s, v) => s with { Query = v } },
    };

    // The value is not shown: it may be for some clients only.
    private static string Fault(string text) =>
        !ValuePattern.IsPattern(text) ? ": it has a * that is not at its end"
        : text.AsSpan().Trim(" \t").Length != text.Length ? ": it begins or ends with a blank"
        : string.Empty;

    // HTTP removes blanks around a value, so one that has them would never fit.
    private static bool IsTrimmed(string text) => HttpText.IsFieldValue(text) && text.AsSpan().Trim(" \t").Length == text.Length;
}
