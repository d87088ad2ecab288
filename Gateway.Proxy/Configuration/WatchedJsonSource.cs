using Microsoft.Extensions.Configuration.Json;

namespace Gateway.Proxy.Configuration;

/// <summary>A JSON file whose changes are applied at run time; its last good content stays in force when a change is invalid.</summary>
internal sealed class WatchedJsonSource : JsonConfigurationSource
{
    /// <param name="source">The file.</param>
    /// <param name="role">Its role.</param>
    /// <param name="isVisible">Whether its keys are there; null: always.</param>
    public WatchedJsonSource(JsonConfigurationSource source, FileRole role = FileRole.Application, Func<bool>? isVisible = null)
    {
        FileProvider = source.FileProvider;
        Path = source.Path!;
        Optional = source.Optional;
        IsWatched = source.ReloadOnChange;
        Role = role;
        IsVisible = isVisible;

        // The framework's watcher clears the configuration when the file is invalid or missing.
        ReloadOnChange = false;
    }

    public bool IsWatched { get; }

    public FileRole Role { get; }

    public Func<bool>? IsVisible { get; }

    public override IConfigurationProvider Build(IConfigurationBuilder builder)
    {
        EnsureDefaults(builder);
        return new WatchedJsonProvider(this);
    }
}
