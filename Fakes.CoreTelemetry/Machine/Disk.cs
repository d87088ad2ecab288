namespace Fakes.CoreTelemetry.Machine;

internal static class Disk
{
    public static Usage Read()
    {
        var drive = new DriveInfo(Path.GetPathRoot(AppContext.BaseDirectory)!);
        var used = drive.TotalSize - drive.TotalFreeSpace;

        // As df and psutil count: space kept back for root is neither used nor usable.
        return Usage.Of(used, drive.TotalSize, usable: used + drive.AvailableFreeSpace);
    }
}
