using System.Diagnostics;

namespace Gateway.Tests.Containers;

/// <summary>A folder as Kubernetes mounts a ConfigMap: the file is a link into <c>..data</c>, itself a link, which is replaced in one step.</summary>
internal sealed class MountedConfig : IDisposable
{
    private const UnixFileMode Readable =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;

    private int _version;

    public MountedConfig(string gateway)
    {
        Folder = Directory.CreateTempSubdirectory("gateway-test-").FullName;
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(Folder, Readable);
        Replace(gateway);
        File.CreateSymbolicLink(Path.Combine(Folder, "gateway.json"), "..data/gateway.json");
    }

    public string Folder { get; }

    public void Replace(string gateway)
    {
        var name = $"..version-{++_version}";
        var folder = Directory.CreateDirectory(Path.Combine(Folder, name)).FullName;
        File.WriteAllText(Path.Combine(folder, "gateway.json"), $$"""{ "Gateway": {{gateway}} }""");
        var link = Path.Combine(Folder, "..data_tmp");
        Directory.CreateSymbolicLink(link, name);

        // The framework moves no link to a folder over another one.
        using var move = Process.Start("mv", ["-T", link, Path.Combine(Folder, "..data")]);
        move.WaitForExit();
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
