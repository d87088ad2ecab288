using System.Buffers;

namespace Gateway.Proxy.Http;

/// <summary>Syntax of names and values (RFC 9110).</summary>
internal static class HttpText
{
    public const string TokenPattern = "^[!#$%&'*+\\-.^_`|~0-9A-Za-z]+$";

    public const string FieldValuePattern = "^[^\\u0000-\\u0008\\u000A-\\u001F\\u007F]*$";

    public static IReadOnlyList<string> ConnectionHeaders { get; } =
        ["Connection", "Keep-Alive", "Proxy-Connection", "Transfer-Encoding", "Content-Length", "TE", "Trailer", "Upgrade", "HTTP2-Settings"];

    private static readonly SearchValues<char> TokenCharacters = SearchValues.Create(
        "!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");

    public static bool IsToken(ReadOnlySpan<char> text) => text.Length > 0 && !text.ContainsAnyExcept(TokenCharacters);

    public static bool IsMethod(string text) =>
        text.Length > 0 && !text.AsSpan().ContainsAnyExceptInRange('A', 'Z') && text != HttpMethods.Connect && text != HttpMethods.Trace;

    public static bool IsFieldValue(string text) => !text.AsSpan().ContainsAny(ControlCharacters);

    public static bool IsAbsolutePath(string text) =>
        text.StartsWith('/') && !text.AsSpan().ContainsAnyExceptInRange('!', '~') && !text.Contains('#', StringComparison.Ordinal);

    // Tab is the only control character that a field value may contain.
    private static readonly SearchValues<char> ControlCharacters = SearchValues.Create(
        [.. Enumerable.Range(0, 0x20).Select(code => (char)code).Where(c => c != '\t'), '\u007F']);
}
