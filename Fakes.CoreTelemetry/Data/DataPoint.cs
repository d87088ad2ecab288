using System.Globalization;

namespace Fakes.CoreTelemetry.Data;

internal sealed record DataPoint(string Timestamp, double Value)
{
    public static DataPoint Of(Metric metric, DateTimeOffset time) =>
        new(time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture), metric.At(time));
}
