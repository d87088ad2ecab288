using Microsoft.Extensions.Configuration.Json;
using Microsoft.Extensions.FileProviders;

namespace Gateway.Proxy.Configuration;

/// <inheritdoc cref="WatchedJsonSource"/>
/// <remarks>
/// The file is looked at, not subscribed to: that also sees a file that is replaced through a symbolic link, as mounted
/// config maps are, and one on a network share.
/// </remarks>
internal sealed class WatchedJsonProvider(WatchedJsonSource source) : JsonConfigurationProvider(source)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);

    private readonly Lock _lock = new();
    private ITimer? _timer;
    private (long Length, DateTimeOffset Modified) _loaded;
    private (long Length, DateTimeOffset Modified) _seen;
    private bool _disposed;

    /// <summary>Why the file's newest content was not taken; null when it was.</summary>
    public string? Error { get; private set; }

    public override void Load()
    {
        _loaded = _seen = Stamp();
        base.Load();
        Error = null;
        if (source.IsWatched)
            _timer ??= TimeProvider.System.CreateTimer(_ => Look(), null, Interval, Interval);
    }

    protected override void Dispose(bool disposing)
    {
        lock (_lock)
            _disposed = true;
        _timer?.Dispose();
        base.Dispose(disposing);
    }

    private void Look()
    {
        // A look that takes long must not be overtaken by the next.
        if (!_lock.TryEnter())
            return;
        try
        {
            var (before, now) = (_seen, Stamp());
            _seen = now;

            // Whoever writes it is done when two looks see the same.
            if (_disposed || now == _loaded || now != before)
                return;
            _loaded = now;
            Error = TryLoad();
        }
        finally
        {
            _lock.Exit();
        }

        OnReload();
    }

    private string? TryLoad()
    {
        var file = File();
        var name = file?.PhysicalPath ?? source.Path ?? "configuration";
        if (file is not { Exists: true })
            return $"{name}: the file was deleted";
        try
        {
            using var stream = file.CreateReadStream();
            Load(stream);
            return null;
        }
        catch (Exception exception) when (exception is FormatException or InvalidDataException or IOException or UnauthorizedAccessException)
        {
            return ConfigurationFiles.Describe(name, exception);
        }
    }

    private (long Length, DateTimeOffset Modified) Stamp()
    {
        try
        {
            return File() switch
            {
                { Exists: true, PhysicalPath: { } path } => OfLinkTarget(path),
                { Exists: true } other => (other.Length, other.LastModified),
                _ => (-1, default),
            };
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return (-1, default);
        }
    }

    private IFileInfo? File() => source.Path is { } path ? source.FileProvider?.GetFileInfo(path) : null;

    private static (long Length, DateTimeOffset Modified) OfLinkTarget(string path)
    {
        using var handle = System.IO.File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        return (RandomAccess.GetLength(handle), System.IO.File.GetLastWriteTimeUtc(handle));
    }
}
