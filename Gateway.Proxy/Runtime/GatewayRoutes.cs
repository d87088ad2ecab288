using Gateway.Proxy.Configuration;
using Gateway.Proxy.Forwarding;
using Gateway.Proxy.LoadBalancing;
using Gateway.Proxy.Routes;
using Gateway.Proxy.Settings;
using Gateway.Proxy.Targets;

namespace Gateway.Proxy.Runtime;

/// <summary>The routes at work: those of the configuration, and those added in code.</summary>
public sealed class GatewayRoutes : IDisposable
{
    private readonly SemaphoreSlim _change = new(1, 1);
    private readonly TargetRegistry _targets;
    private readonly LiveSettings _settings;
    private readonly AccessPolicies _policies;
    private readonly TimeProvider _time;
    private IReadOnlyList<GatewayRoute> _configured = [];
    private IReadOnlyList<GatewayRoute> _added = [];
    private volatile RouteTable _table = RouteTable.Empty;
    private volatile IReadOnlyList<RouteRuntime> _forwards = [];
    private volatile string? _lastError;

    internal GatewayRoutes(TargetRegistry targets, LiveSettings settings, AccessPolicies policies, TimeProvider time, IReadOnlyList<GatewayRoute> added)
    {
        _policies = policies;
        _added = added;
        _targets = targets;
        _settings = settings;
        _time = time;
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

    /// <summary>The routes are about to be replaced by these.</summary>
    internal event Action<RouteTable>? Changing;

    internal event Action? Changed;

    /// <summary>Adds a route, in force when the task ends. No request is lost, and the other routes keep their state.</summary>
    /// <exception cref="GatewayConfigurationException">The route, or its name or path beside the others, is not allowed.</exception>
    public Task AddAsync(GatewayRoute route, CancellationToken cancellationToken = default) =>
        ChangeAsync(() => (_settings.Current, _configured, [.. _added, route]), cancellationToken);

    /// <summary>Takes a route in place of the one of its name that was added in code, as one step: other weights, other targets.</summary>
    /// <returns>False when no such route was added; then nothing changes.</returns>
    /// <exception cref="GatewayConfigurationException">The route, or its path beside the others, is not allowed.</exception>
    public async Task<bool> ReplaceAsync(GatewayRoute route, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(route);
        var found = false;
        await ChangeAsync(
            () =>
            {
                found = _added.Any(known => Same(known.Name, route.Name));
                return (_settings.Current, _configured, [.. _added.Select(known => Same(known.Name, route.Name) ? route : known)]);
            },
            cancellationToken);
        return found;
    }

    /// <summary>Removes a route that was added in code. Its requests under way finish.</summary>
    /// <returns>False when no such route was added.</returns>
    public async Task<bool> RemoveAsync(string name, CancellationToken cancellationToken = default)
    {
        var found = false;
        await ChangeAsync(
            () =>
            {
                found = _added.Any(route => Same(route.Name, name));
                return (_settings.Current, _configured, [.. _added.Where(route => !Same(route.Name, name))]);
            },
            cancellationToken);
        return found;
    }

    /// <summary>Takes the configuration's settings and routes in place of those it had before.</summary>
    internal Task ConfigureAsync(GatewaySettings settings, CancellationToken cancellationToken) =>
        ChangeAsync(() => (settings, settings.Routes, _added), cancellationToken, isConfig: true);

    /// <summary>Begins a route that stands in no table: a handler chose it.</summary>
    internal async Task<RouteRuntime> BeginForwardAsync(GatewayRoute route)
    {
        RouteModel.CheckUnrouted(route);
        await _change.WaitAsync();
        try
        {
            using var targets = _targets.BeginChange();
            var state = Create(route, targets);
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

    // Nothing that is in force is touched before the whole change is known to succeed.
    private async Task ChangeAsync(Func<(GatewaySettings Settings, IReadOnlyList<GatewayRoute> Configured, IReadOnlyList<GatewayRoute> Added)> change, CancellationToken cancellationToken, bool isConfig = false)
    {
        await _change.WaitAsync(cancellationToken);
        try
        {
            var (settings, configured, added) = change();
            GatewayRoute[] routes = [.. configured, .. added];
            RouteModel.Check(routes, settings.RouteRules);
            using var targets = _targets.BeginChange();
            var table = await BuildAsync(settings, routes, targets, cancellationToken);
            if (table is not null)
                Publish(table);

            // From here on nothing fails. Whoever sees the new version, or that the error is mended, finds the routes in force.
            _settings.Replace(settings);
            (_configured, _added) = (configured, added);
            if (isConfig)
                _lastError = null;
            if (table is not null)
                Take(table, targets);
        }
        finally
        {
            _change.Release();
        }
    }

    /// <summary>The table that is to come into force; null when nothing changes, as when a file is written anew with the same content.</summary>
    private async Task<RouteTable?> BuildAsync(GatewaySettings settings, GatewayRoute[] routes, TargetRegistry.Change targets, CancellationToken cancellationToken)
    {
        var before = _table;
        var known = before.Routes.ToDictionary(state => state.Fingerprint);
        RouteRuntime[] states = [.. routes.Select(route => known.GetValueOrDefault(RouteFingerprint.Of(route)) ?? Create(route, targets))];
        await targets.ResolveAsync().WaitAsync(cancellationToken);
        return before.Version > 0 && states.SequenceEqual(before.Routes) && settings.EqualsIgnoringRoutes(_settings.Current)
            ? null
            : new(before.Version + 1, _time.GetUtcNow(), states);
    }

    private RouteRuntime Create(GatewayRoute route, TargetRegistry.Change targets) =>
        new(route, [.. route.Targets.Select(target => new WeightedTarget(targets.Get(route.KeyOf(target)), target.Weight))], _policies.For(route), _time);

    // The new routes follow their targets before the first request reaches them.
    private void Publish(RouteTable table)
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

    private void Take(RouteTable table, TargetRegistry.Change targets)
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

    private static bool Same(string a, string b) => a.Equals(b, StringComparison.OrdinalIgnoreCase);
}
