namespace Fakes.CoreTelemetry.Machine;

internal static class Platform
{
    /// <summary>The system's name, as Python's platform.system() gives it.</summary>
    public static string Name { get; } =
        OperatingSystem.IsWindows() ? "Windows" : OperatingSystem.IsMacOS() ? "Darwin" : "Linux";
}
