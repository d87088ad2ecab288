namespace Fakes.CoreTelemetry.Data;

/// <summary>A column: its value is a formula of the minute, so that every instance has the same data.</summary>
internal sealed record Metric(string Name, double Base, double Swing, double PeriodMinutes)
{
    public double At(DateTimeOffset time)
    {
        var minute = time.ToUnixTimeSeconds() / 60;
        return Math.Round(Base + Swing * Math.Sin(2 * Math.PI * (minute / PeriodMinutes)), 4);
    }
}
