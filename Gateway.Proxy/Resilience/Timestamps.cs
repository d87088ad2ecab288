namespace Gateway.Proxy.Resilience;

/// <summary>Arithmetic of a clock's timestamps.</summary>
internal static class Timestamps
{
    /// <summary>The timestamps that a time span is long.</summary>
    public static long ToTimestamps(this TimeProvider time, TimeSpan span) => (long)(span.TotalSeconds * time.TimestampFrequency);
}
