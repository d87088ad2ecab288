namespace Fakes.CoreTelemetry.Machine;

/// <summary>How much of something there is, and is in use.</summary>
internal sealed record Usage(double Percent, double UsedGb, double TotalGb)
{
    private const double Gibibyte = 1024 * 1024 * 1024;

    public static Usage Of(long used, long total, long usable) =>
        new(Share(used, usable), Math.Round(used / Gibibyte, 2), Math.Round(total / Gibibyte, 2));

    /// <summary>The disk that the program lies on.</summary>
    public static Usage OfDisk()
    {
        var drive = new DriveInfo(Path.GetPathRoot(AppContext.BaseDirectory)!);
        var used = drive.TotalSize - drive.TotalFreeSpace;

        // As df and psutil count: space kept back for root is neither used nor usable.
        return Of(used, drive.TotalSize, usable: used + drive.AvailableFreeSpace);
    }

    public static double Share(double part, double whole) =>
        whole > 0 ? Math.Round(Math.Clamp(100 * part / whole, 0, 100), 1) : 0;
}
