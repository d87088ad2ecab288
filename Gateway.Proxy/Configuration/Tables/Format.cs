using System.Net;
using Gateway.Proxy.Http;

namespace Gateway.Proxy.Configuration.Tables;

/// <summary>The formats that settings are written in.</summary>
internal static class Format
{
    public static ScalarFormat<bool> Flag { get; } = new FlagFormat();

    public static ScalarFormat<double> Ratio { get; } = new RatioFormat();

    public static ScalarFormat<string> NonEmptyText { get; } = new TextFormat("a text that is not empty", "^.+$", text => text.Length > 0);

    /// <summary>A header that the gateway may set or remove: not a framing or hop-by-hop header.</summary>
    public static ScalarFormat<string> EditableHeader { get; } = new TextFormat(
        $"a header name: letters, digits and !#$%&'*+-.^_`|~; none of {string.Join(", ", HttpText.ConnectionHeaders)}, which belong to the connection",
        HttpText.TokenPattern,
        text => HttpText.IsToken(text) && !HttpText.ConnectionHeaders.Contains(text, StringComparer.OrdinalIgnoreCase));

    public static ScalarFormat<string> HeaderValue { get; } = new TextFormat(
        "text without line breaks and other control characters", HttpText.FieldValuePattern, HttpText.IsFieldValue);

    public static ScalarFormat<string> Method { get; } = new TextFormat(
        "an HTTP method in capitals, for example GET; CONNECT and TRACE are never forwarded", "^[A-Z]+$", HttpText.IsMethod);

    public static ScalarFormat<string> AbsolutePath { get; } = new TextFormat(
        "a path that begins with /, for example /health", "^/[!-~]*$", HttpText.IsAbsolutePath);

    public static ScalarFormat<IPNetwork> Network { get; } = new NetworkFormat();

    public static ScalarFormat<TimeSpan> Duration(TimeSpan least, TimeSpan most) => new DurationFormat(least, most);

    public static ScalarFormat<int> Integer(int least, int most) => new WholeNumberFormat<int>(least, most);

    public static ScalarFormat<long> Long(long least, long most) => new WholeNumberFormat<long>(least, most);

    public static ScalarFormat<T> Choice<T>()
        where T : struct, Enum => new ChoiceFormat<T>();

    /// <summary>A choice whose names are written in lower case.</summary>
    public static ScalarFormat<T> LowerCaseChoice<T>()
        where T : struct, Enum => new ChoiceFormat<T>(name => name.ToLowerInvariant());

    public static ValueFormat<IReadOnlyList<T>> ListOf<T>(ScalarFormat<T> item) => new ListFormat<T>(item);

    /// <summary>A list that must not be empty when present; <paramref name="otherwise"/> says what to use instead.</summary>
    public static ValueFormat<IReadOnlyList<T>> NonEmptyListOf<T>(ScalarFormat<T> item, string otherwise) => new ListFormat<T>(item, otherwise);

    public static ValueFormat<T?> Optional<T>(ScalarFormat<T> format)
        where T : struct => new OptionalValueFormat<T>(format);

    public static ValueFormat<T> Section<T>(SettingsTable<T> table)
        where T : class => new SectionFormat<T>(table);

    /// <summary>A section whose presence is significant, even when it is empty.</summary>
    public static ValueFormat<T?> OptionalSection<T>(SettingsTable<T> table)
        where T : class => new OptionalFormat<T>(new SectionFormat<T>(table));
}
