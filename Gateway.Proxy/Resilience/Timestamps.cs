namespace Gateway.Proxy.Resilience;

/// <summary>Arithmetic with a clock's timestamps.</summary>
internal static class Timestamps
{
    /// <summary>A time span in timestamp units.</summary>
    public static long ToTimestamps(this TimeProvider time, TimeSpan span) => (long)(span.TotalSeconds * time.TimestampFrequency);
}
