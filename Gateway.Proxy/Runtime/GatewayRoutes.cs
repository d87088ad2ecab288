using Gateway.Proxy.Configuration;
using Gateway.Proxy.Forwarding;
using Gateway.Proxy.Routes;
using Gateway.Proxy.Settings;
using Gateway.Proxy.Targets;

namespace Gateway.Proxy.Runtime;

/// <summary>The routes in force, those of the configuration and those added in code, and the one way to change them.</summary>
public sealed class GatewayRoutes : IDisposable
{
    private readonly SemaphoreSlim _change = new(1, 1);
    private readonly TargetRegistry _targets;
    private readonly RouteTableBuilder _builder;
    private readonly LiveSettings _settings;
    private RouteSources _sources;
    private volatile RouteTable _table = RouteTable.Empty;
    private volatile IReadOnlyList<RouteRuntime> _forwards = [];
    private volatile string? _lastError;

    internal GatewayRoutes(TargetRegistry targets, RouteTableBuilder builder, LiveSettings settings, IReadOnlyList<GatewayRoute> added)
    {
        _targets = targets;
        _builder = builder;
        _settings = settings;
        _sources = new(settings.Current, [], added);
    }

    /// <summary>The routes in force.</summary>
    public IReadOnlyList<GatewayRoute> Routes => [.. _table.Routes.Select(state => state.Route)];

    internal RouteTable Table => _table;

    /// <summary>What handlers forward to by <see cref="Forward"/>.</summary>
    internal IReadOnlyList<RouteRuntime> DirectForwarders => _forwards;

    /// <summary>Why the newest config was not taken; null when it was.</summary>
    internal string? LastError
    {
        get => _lastError;
        set => _lastError = value;
    }

    /// <summary>The routes are about to be replaced by these. Who throws keeps the change from coming into force.</summary>
    internal event Action<RouteTable>? Changing;

    /// <summary>The routes were replaced.</summary>
    internal event Action? Changed;

    /// <summary>Adds a route, in force when the task ends. No request is lost, and the other routes keep their state.</summary>
    /// <exception cref="GatewayConfigurationException">The route, or its name or path beside the others, is not allowed.</exception>
    public Task AddAsync(GatewayRoute route, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(route);
        return ChangeAsync(sources => sources.Add(route), cancellationToken);
    }

    /// <summary>Takes a route in place of the one of its name that was added in code, as one step: other weights, other targets.</summary>
    /// <returns>False when no such route was added; then nothing changes.</returns>
    /// <exception cref="GatewayConfigurationException">The route, or its path beside the others, is not allowed.</exception>
    public Task<bool> ReplaceAsync(GatewayRoute route, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(route);
        return ChangeAsync(sources => sources.Replace(route), cancellationToken);
    }

    /// <summary>Removes a route that was added in code. Its requests under way finish.</summary>
    /// <returns>False when no such route was added.</returns>
    public Task<bool> RemoveAsync(string name, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(name);
        return ChangeAsync(sources => sources.Remove(name), cancellationToken);
    }

    /// <summary>Takes the configuration's settings and routes in place of those it had before.</summary>
    internal async Task ConfigureAsync(GatewaySettings settings, CancellationToken cancellationToken)
    {
        await ChangeAsync(sources => sources.Configure(settings), cancellationToken, () => _lastError = null);
    }

    /// <summary>Begins a route that stands in no table: a handler chose it.</summary>
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
            return state;
        }
        finally
        {
            _change.Release();
        }
    }

    /// <summary>Ends the changes.</summary>
    public void Dispose() => _change.Dispose();

    // First everything that may fail; nothing that is in force is touched before the whole change is known to succeed.
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

            // A file that is written anew with the same content changes nothing, and makes no new version.
            var isNew = _table.Version == 0 || !table.Routes.SequenceEqual(_table.Routes) || !sources.Settings.EqualsIgnoringRoutes(_sources.Settings);
            if (isNew)
                Announce(table);

            // From here on nothing fails. Who sees the new version, or that the error is mended, finds the routes in force.
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

    // The new routes follow their targets before the first request reaches them.
    private void Announce(RouteTable table)
    {
        RouteRuntime[] begun = [.. table.Routes.Except(_table.Routes)];
        foreach (var state in begun)
            state.Attach();
        try
        {
            Changing?.Invoke(table);
        }
        catch
        {
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
    }
}
