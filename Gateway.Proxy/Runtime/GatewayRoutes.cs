using Gateway.Proxy.Diagnostics;
using Gateway.Proxy.Forwarding;
using Gateway.Proxy.Routes;
using Gateway.Proxy.Runtime;
using Gateway.Proxy.Settings;
using Gateway.Proxy.Targets;
using Gateway.Proxy.Transforms;

namespace Gateway.Proxy;

/// <summary>The routes in force, those of the configuration and those added in code, and the one way to change them.</summary>
public sealed partial class GatewayRoutes : IDisposable
{
    private readonly SemaphoreSlim _change = new(1, 1);
    private readonly TargetRegistry _targets;
    private readonly RouteTableBuilder _builder;
    private readonly LiveSettings _settings;
    private readonly ILogger<GatewayRoutes> _logger;
    private RouteSources _sources;
    private volatile RouteTable _table = RouteTable.Empty;
    private volatile IReadOnlyList<RouteRuntime> _forwards = [];
    private volatile string? _lastError;

    internal GatewayRoutes(TargetRegistry targets, RouteTableBuilder builder, LiveSettings settings, IReadOnlyList<GatewayRoute> added, ILogger<GatewayRoutes> logger)
    {
        _targets = targets;
        _builder = builder;
        _settings = settings;
        _logger = logger;
        _sources = new(settings.Current, [], added);
    }

    /// <summary>The routes in force.</summary>
    public IReadOnlyList<GatewayRoute> Routes => [.. _table.Routes.Select(state => state.Route)];

    internal RouteTable Table => _table;

    /// <summary>The forwarders that handlers use through <see cref="Forward"/>.</summary>
    internal IReadOnlyList<RouteRuntime> DirectForwarders => _forwards;

    /// <summary>Why the newest configuration was rejected; null when it is in force.</summary>
    internal string? LastError
    {
        get => _lastError;
        set => _lastError = value;
    }

    /// <summary>Raised before the routes are replaced. An exception cancels the change.</summary>
    internal event Action<RouteTable>? Changing;

    /// <summary>Raised after the routes were replaced.</summary>
    internal event Action? Changed;

    /// <summary>Adds a route, in force when the task ends. No request is lost, and the other routes keep their state.</summary>
    /// <exception cref="GatewayConfigurationException">The route, or its name or path beside the others, is not allowed.</exception>
    public Task AddAsync(GatewayRoute route, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(route);
        return ChangeAsync(sources => sources.Add(route), cancellationToken);
    }

    /// <summary>Replaces a route that was added in code by one with the same name, atomically.</summary>
    /// <returns>False when there is no route of this name; then nothing changes.</returns>
    /// <exception cref="GatewayConfigurationException">The route, or its path beside the others, is not allowed; or the configuration has the route of this name.</exception>
    public Task<bool> ReplaceAsync(GatewayRoute route, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(route);
        return ChangeAsync(sources => sources.Replace(route), cancellationToken);
    }

    /// <summary>Removes a route that was added in code. Its requests in flight are completed.</summary>
    /// <returns>False when there is no route of this name.</returns>
    /// <exception cref="GatewayConfigurationException">The configuration has the route of this name.</exception>
    public Task<bool> RemoveAsync(string name, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(name);
        return ChangeAsync(sources => sources.Remove(name), cancellationToken);
    }

    /// <summary>Replaces the configuration's settings and routes.</summary>
    internal async Task ConfigureAsync(GatewaySettings settings, CancellationToken cancellationToken)
    {
        await ChangeAsync(sources => sources.Configure(settings), cancellationToken, () => _lastError = null);
    }

    /// <summary>Starts a route that is not in the table, because a handler forwards to it.</summary>
    internal async Task<RouteRuntime> BeginForwardAsync(GatewayRoute route)
    {
        RouteModel.CheckUnrouted(route);
        await _change.WaitAsync();
        try
        {
            using var targets = _targets.BeginChange();
            var state = _builder.Create(route, targets);
            await targets.ResolveAsync();

            targets.Commit();
            state.Attach();
            _forwards = [.. _forwards, state];
            _settings.OwnCookies.Replace(OwnCookiesOf(_table));
            return state;
        }
        finally
        {
            _change.Release();
        }
    }

    /// <summary>Ends the changes.</summary>
    public void Dispose() => _change.Dispose();

    // Everything that may fail comes first: nothing in force is touched before the whole change is known to succeed.
    private async Task<bool> ChangeAsync(Func<RouteSources, RouteSources?> edit, CancellationToken cancellationToken, Action? committed = null)
    {
        await _change.WaitAsync(cancellationToken);
        try
        {
            if (edit(_sources) is not { } sources)
                return false;
            var routes = sources.Routes;
            RouteModel.Check(routes, sources.Settings.RouteRules);
            using var targets = _targets.BeginChange();
            var table = _builder.Build(routes, _table, targets);
            await targets.ResolveAsync().WaitAsync(cancellationToken);

            // A file that is rewritten with the same content causes no change and no new version.
            var isNew = _table.Version == 0 || !table.Routes.SequenceEqual(_table.Routes) || !sources.Settings.EqualsIgnoringRoutes(_sources.Settings);
            if (isNew)
                Announce(table);

            // From here on nothing fails. The routes are in force before the new version or the cleared error becomes visible.
            _sources = sources;
            _settings.Replace(sources.Settings);
            committed?.Invoke();
            if (isNew)
                Commit(table, targets);
            return true;
        }
        finally
        {
            _change.Release();
        }
    }

    private OwnCookies OwnCookiesOf(RouteTable table) => new(table.Routes.Concat(_forwards).Select(state => state.Sessions?.Cookie).OfType<string>());

    // Before the first request reaches the new routes: subscribe them to their targets, and reserve the names of their cookies.
    private void Announce(RouteTable table)
    {
        RouteRuntime[] begun = [.. table.Routes.Except(_table.Routes)];
        foreach (var state in begun)
            state.Attach();
        _settings.OwnCookies.Replace(OwnCookiesOf(table));
        try
        {
            Changing?.Invoke(table);
        }
        catch
        {
            _settings.OwnCookies.Replace(OwnCookiesOf(_table));
            foreach (var state in begun)
                state.Detach();
            throw;
        }
    }

    private void Commit(RouteTable table, TargetRegistry.Change targets)
    {
        var before = _table;
        targets.Commit();
        _table = table;
        foreach (var state in before.Routes.Except(table.Routes))
            state.DetachLater();
        _targets.RetireUnused(
            table.Routes.Concat(_forwards).SelectMany(state => state.Targets).Select(target => target.Target).ToHashSet(),
            target => before.Routes.FirstOrDefault(state => state.Targets.Any(used => used.Target == target))?.Grace ?? TimeSpan.Zero);
        Changed?.Invoke();
        if (before.Version > 0)
            Log(before, table);
    }

    private void Log(RouteTable before, RouteTable table)
    {
        try
        {
            if (_logger.IsEnabled(LogLevel.Information))
                LogApplied(_logger, table.Version, table.Routes.Count, RouteChanges.Describe(before, table));
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            // A logger failed. The change is in force.
        }
    }

    [LoggerMessage(EventIds.ConfigurationApplied, LogLevel.Information, "Configuration version {Version} is in force, routes: {Routes}; {Changes}", EventName = nameof(EventIds.ConfigurationApplied))]
    private static partial void LogApplied(ILogger logger, int version, int routes, string changes);
}
