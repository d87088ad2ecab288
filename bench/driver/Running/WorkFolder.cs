namespace Gateway.Bench.Running;

/// <summary>A fresh folder for configurations, logs and temporary files; gone when disposed.</summary>
internal sealed class WorkFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("gateway-bench-");

    // nginx's workers run as a user of their own when it is started by root.
    public WorkFolder() => AllowAll(_folder.FullName);

    public string PathOf(string name) => Path.Combine(_folder.FullName, name);

    public string Write(string name, string text)
    {
        var path = PathOf(name);
        File.WriteAllText(path, text);
        return path;
    }

    public string Folder(string name)
    {
        var path = Directory.CreateDirectory(PathOf(name)).FullName;
        AllowAll(path);
        return path;
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private static void AllowAll(string path) => File.SetUnixFileMode(
        path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute);
}
