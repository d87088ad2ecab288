using System.Globalization;

namespace Gateway.Proxy.Diagnostics;

/// <summary>Durations in log texts.</summary>
internal static class Seconds
{
    /// <summary>For example <c>2.5 s</c>.</summary>
    public static string Of(TimeSpan duration) => string.Create(CultureInfo.InvariantCulture, $"{duration.TotalSeconds:0.###} s");
}
