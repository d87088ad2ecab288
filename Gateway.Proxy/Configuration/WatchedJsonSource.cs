using Microsoft.Extensions.Configuration.Json;

namespace Gateway.Proxy.Configuration;

/// <summary>A JSON file whose changes are taken while running, and whose last good content stays when a change is no good.</summary>
internal sealed class WatchedJsonSource : JsonConfigurationSource
{
    public WatchedJsonSource(JsonConfigurationSource source, FileRole role = FileRole.Application)
    {
        FileProvider = source.FileProvider;
        Path = source.Path!;
        Optional = source.Optional;
        IsWatched = source.ReloadOnChange;
        Role = role;

        // The framework's own watcher empties the configuration when the file is broken or gone.
        ReloadOnChange = false;
    }

    public bool IsWatched { get; }

    public FileRole Role { get; }

    public override IConfigurationProvider Build(IConfigurationBuilder builder)
    {
        EnsureDefaults(builder);
        return new WatchedJsonProvider(this);
    }
}
