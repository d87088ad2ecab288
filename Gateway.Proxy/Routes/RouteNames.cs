using Gateway.Proxy.Configuration.Tables;

namespace Gateway.Proxy.Routes;

/// <summary>The format of route and target names, which also appear in metrics, logs and URLs.</summary>
internal static class RouteNames
{
    public static TextFormat Format { get; } = new(
        "a name of 1 to 100 letters, digits and -_.:[]", "^[A-Za-z0-9\\-_.:\\[\\]]{1,100}$", IsName);

    /// <summary>A route's name as a key of a configuration, where a colon separates keys. In C# a name may have one: that of <c>Forward.To</c> is a host and port.</summary>
    public static TextFormat Key { get; } = new(
        "a name of 1 to 100 letters, digits and -_.[]", "^[A-Za-z0-9\\-_.\\[\\]]{1,100}$", text => IsName(text) && !text.Contains(':', StringComparison.Ordinal));

    // Colon and brackets occur in names that derive from an address: host:port, [::1]:80.
    private static bool IsName(string text) =>
        text.Length is > 0 and <= 100 && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' or ':' or '[' or ']');
}
