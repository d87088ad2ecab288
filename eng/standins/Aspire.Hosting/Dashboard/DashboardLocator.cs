namespace Aspire.Hosting.Dashboard;

/// <summary>Finds the Aspire CLI, which carries the dashboard: where eng/get-aspire.sh puts it, else on PATH.</summary>
internal static class DashboardLocator
{
    private static readonly string[] Names = OperatingSystem.IsWindows() ? ["aspire.exe"] : ["aspire"];

    public static string? Find(string appHostDirectory) => FromCache(appHostDirectory).Concat(FromPath()).FirstOrDefault(File.Exists);

    private static IEnumerable<string> FromCache(string appHostDirectory)
    {
        var packages = Path.Combine(appHostDirectory, "..", ".cache", "aspire", "node_modules", "@microsoft");
        return Directory.Exists(packages)
            ? Directory.EnumerateDirectories(packages, "aspire-cli-*").SelectMany(package => Names.Select(name => Path.GetFullPath(Path.Combine(package, "bin", name))))
            : [];
    }

    private static IEnumerable<string> FromPath() =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .SelectMany(directory => Names.Select(name => Path.Combine(directory, name)));
}
