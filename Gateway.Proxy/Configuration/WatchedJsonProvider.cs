using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Configuration.Json;
using Microsoft.Extensions.FileProviders;

namespace Gateway.Proxy.Configuration;

/// <inheritdoc cref="WatchedJsonSource"/>
/// <remarks>
/// The file is polled and its content compared: this also detects a file that is replaced through a symbolic link (mounted
/// config maps), a file on a network share, and a copy that keeps its old time. ConfigurationFileWatcher polls all files.
/// </remarks>
internal sealed class WatchedJsonProvider(WatchedJsonSource source) : JsonConfigurationProvider(source), IGatewayFile
{
    private string? _inForce;
    private string? _tried;
    private string? _seen;

    public FileRole Role => source.Role;

    public bool Exists => _inForce is not null;

    public IDictionary<string, string?> Content => Data;

    public bool IsWatched => source.IsWatched;

    /// <summary>Why the file's newest content was rejected; null when it is in force.</summary>
    public string? Error { get; set; }

    public string Name => File()?.PhysicalPath ?? source.Path ?? "configuration";

    /// <summary>Whether the last two polls read the same content: the write is complete.</summary>
    public bool IsSettled { get; private set; }

    /// <summary>Whether the file differs from the content that was last applied or rejected.</summary>
    public bool IsChanged => _seen != _tried;

    public override bool TryGet(string key, out string? value) => base.TryGet(key, out value) && source.IsVisible?.Invoke() != false;

    public override IEnumerable<string> GetChildKeys(IEnumerable<string> earlierKeys, string? parentPath) =>
        source.IsVisible?.Invoke() == false ? earlierKeys : base.GetChildKeys(earlierKeys, parentPath);

    public override void Load()
    {
        _inForce = _tried = _seen = Hash();
        base.Load();
        Error = null;
    }

    public override void Load(Stream stream)
    {
        using StreamReader reader = new(stream);
        var json = reader.ReadToEnd();
        using MemoryStream copy = new(Encoding.UTF8.GetBytes(json));
        base.Load(copy);
        JsonMarks.MarkIn(Data, json);
    }

    public void Look()
    {
        var before = _seen;
        _seen = Hash();
        IsSettled = _seen == before;
    }

    /// <summary>The file's newest content; null when it is in force already, or when <see cref="Error"/> says why it cannot be read.</summary>
    public JsonTextProvider? Read()
    {
        _tried = _seen;
        Error = null;
        if (_seen == _inForce)
            return null;
        try
        {
            if (File() is not { Exists: true } file)
                throw new FileNotFoundException();
            using StreamReader reader = new(file.CreateReadStream());
            JsonTextProvider content = new(Name, reader.ReadToEnd(), Role);
            content.Load();
            return content;
        }
        catch (FileNotFoundException)
        {
            Error = $"{Name}: the file was deleted";
        }
        catch (Exception exception) when (exception is FormatException or InvalidDataException or IOException or UnauthorizedAccessException or System.Text.Json.JsonException)
        {
            Error = ConfigurationFiles.Describe(Name, exception);
        }

        return null;
    }

    /// <summary>Applies <paramref name="content"/> without notifying listeners; returns an action that undoes it.</summary>
    public Action Take(JsonTextProvider content)
    {
        var before = (Data, _inForce);
        (Data, _inForce) = (content.Content, _tried);
        return () => (Data, _inForce) = before;
    }

    /// <summary>Notifies the listeners of the configuration.</summary>
    public void Publish() => OnReload();

    private string? Hash()
    {
        try
        {
            if (File() is not { Exists: true } file)
                return null;
            using var content = file.CreateReadStream();
            return Convert.ToHexString(SHA256.HashData(content));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private IFileInfo? File() => source.Path is { } path ? source.FileProvider?.GetFileInfo(path) : null;
}
