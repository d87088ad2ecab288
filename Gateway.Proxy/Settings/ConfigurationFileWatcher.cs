using Gateway.Proxy.Configuration;
using Gateway.Proxy.Diagnostics;

namespace Gateway.Proxy.Settings;

/// <summary>Applies changes of the configuration's files at run time: those of all files together, or none.</summary>
/// <remarks>
/// The framework's listeners read the configuration when it changes, and throw on an invalid value.
/// So a change is validated before listeners are notified, and undone if one throws nevertheless.
/// </remarks>
internal sealed partial class ConfigurationFileWatcher(
    IConfiguration configuration, ConfigurationCheck check, TimeProvider time, ILogger<ConfigurationFileWatcher> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (configuration is not IConfigurationRoot root)
            return;
        try
        {
            using PeriodicTimer timer = new(Interval, time);
            while (await timer.WaitForNextTickAsync(stoppingToken))
                TryLook(root);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // A host that fails to start is disposed without being stopped; this must not be reported as an error.
        }
    }

    private void TryLook(IConfigurationRoot root)
    {
        try
        {
            Look(root);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            LogFailed(logger, exception);
        }
    }

    private void Look(IConfigurationRoot root)
    {
        WatchedJsonProvider[] files = [.. root.Providers.OfType<WatchedJsonProvider>().Where(file => file.IsWatched)];
        foreach (var file in files)
            file.Look();

        // Several files may be written one after the other, and only be valid together.
        if (Array.TrueForAll(files, file => file.IsSettled) && Array.Find(files, file => file.IsChanged) is { } changed)
            Take(root, files, changed);
    }

    private void Take(IConfigurationRoot root, WatchedJsonProvider[] files, WatchedJsonProvider changed)
    {
        var contents = files.Select(file => (File: file, Content: file.Read())).Where(read => read.Content is not null).ToDictionary(read => read.File, read => read.Content!);
        if (files.All(file => file.Error is null))
            changed.Error = Check(root, contents);

        var undo = files.All(file => file.Error is null) ? contents.Select(read => read.Key.Take(read.Value)).ToArray() : [];
        try
        {
            changed.Publish();
        }
        catch (AggregateException exception)
        {
            changed.Error = $"{changed.Name}: {Describe(exception)}";
            foreach (var take in undo)
                take();
            changed.Publish();
        }
    }

    private string? Check(IConfigurationRoot root, Dictionary<WatchedJsonProvider, JsonTextProvider> contents)
    {
        ConfigurationErrors errors = new();
        CandidateConfiguration candidate = new(root.Providers.Select(provider => provider is WatchedJsonProvider file && contents.TryGetValue(file, out var content) ? content : provider));
        try
        {
            check.Read(candidate, errors);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            // A change that cannot be checked is rejected, and the status says so.
            LogFailed(logger, exception);
            return $"the configuration cannot be checked: {exception.Message.ReplaceLineEndings(" ")}";
        }

        GatewaySettingsReader.AddSources(candidate, errors);
        return errors.Any ? string.Join("; ", errors.Found) : null;
    }

    private static string Describe(AggregateException exception) =>
        string.Join("; ", exception.Flatten().InnerExceptions.Select(inner => inner.GetBaseException().Message.ReplaceLineEndings(" ")).Distinct());

    [LoggerMessage(EventIds.ConfigurationUnwatched, LogLevel.Error, "The configuration files cannot be checked for changes", EventName = nameof(EventIds.ConfigurationUnwatched))]
    private static partial void LogFailed(ILogger logger, Exception exception);
}
