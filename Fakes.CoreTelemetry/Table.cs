namespace Fakes.CoreTelemetry;

/// <summary>An agent's table: one row a minute, over the week before the fake started.</summary>
internal sealed class Table(IReadOnlyList<Metric> metrics, DateTimeOffset started)
{
    private static readonly TimeSpan Step = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Length = TimeSpan.FromDays(7);

    public IEnumerable<string> MetricNames => metrics.Select(metric => metric.Name);

    private DateTimeOffset Last { get; } = Floor(started);

    private DateTimeOffset First => Last - Length;

    public Metric? FindMetric(string name) => metrics.FirstOrDefault(metric => metric.Name == name);

    /// <summary>The rows' times, newest first; both ends are included, and without any only the newest row is meant.</summary>
    public IReadOnlyList<DateTimeOffset> Times(DateTimeOffset? from, DateTimeOffset? to)
    {
        if (from is null && to is null) return [Last];

        var newest = to < Last ? Floor(to.Value) : Last;
        var oldest = from > First ? from.Value : First;
        var times = new List<DateTimeOffset>();
        for (var time = newest; time >= oldest; time -= Step) times.Add(time);
        return times;
    }

    private static DateTimeOffset Floor(DateTimeOffset time) => new(time.UtcTicks - time.UtcTicks % Step.Ticks, TimeSpan.Zero);
}

/// <summary>A column: its value is a formula of the minute, so that every instance has the same data.</summary>
internal sealed record Metric(string Name, double Base, double Swing, double PeriodMinutes)
{
    public double At(DateTimeOffset time)
    {
        var minute = time.ToUnixTimeSeconds() / 60;
        return Math.Round(Base + Swing * Math.Sin(2 * Math.PI * (minute / PeriodMinutes)), 4);
    }
}
