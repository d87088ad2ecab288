using Gateway.Proxy.Access;
using Gateway.Proxy.Configuration;
using Gateway.Proxy.Discovery;
using Gateway.Proxy.LoadBalancing;
using Gateway.Proxy.Routes;
using Gateway.Proxy.Targets;

namespace Gateway.Proxy;

/// <summary>The routes at work: those of the configuration, and those added in code.</summary>
public sealed class Gateway : IDisposable
{
    private readonly SemaphoreSlim _change = new(1, 1);
    private readonly TargetSet _targets;
    private readonly LiveSettings _settings;
    private readonly RouteGates _gates;
    private readonly TimeProvider _time;
    private IReadOnlyList<GatewayRoute> _configured = [];
    private IReadOnlyList<GatewayRoute> _added = [];
    private volatile RouteTable _table = RouteTable.Empty;
    private volatile IReadOnlyList<RouteState> _forwards = [];
    private volatile string? _lastError;

    internal Gateway(TargetResolver resolver, LiveSettings settings, RouteGates gates, TimeProvider time, IReadOnlyList<GatewayRoute> added)
    {
        _gates = gates;
        _added = added;
        _targets = new(resolver, time);
        _settings = settings;
        _time = time;
    }

    /// <summary>The routes in force.</summary>
    public IReadOnlyList<GatewayRoute> Routes => [.. _table.Routes.Select(state => state.Route)];

    internal RouteTable Table => _table;

    /// <summary>What handlers forward to by <see cref="Forward"/>.</summary>
    internal IReadOnlyList<RouteState> Forwards => _forwards;

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
    internal async Task<RouteState> BeginForwardAsync(GatewayRoute route)
    {
        RouteModel.CheckUnrouted(route);
        await _change.WaitAsync();
        try
        {
            var state = await BeginAsync(route, new Dictionary<string, RouteState>());
            _forwards = [.. _forwards, state];
            return state;
        }
        finally
        {
            _change.Release();
        }
    }

    /// <summary>Closes the connections to the targets.</summary>
    public void Dispose()
    {
        _targets.Dispose();
        _change.Dispose();
    }

    private async Task ChangeAsync(Func<(GatewaySettings Settings, IReadOnlyList<GatewayRoute> Configured, IReadOnlyList<GatewayRoute> Added)> change, CancellationToken cancellationToken, bool isConfig = false)
    {
        await _change.WaitAsync(cancellationToken);
        try
        {
            var (settings, configured, added) = change();
            GatewayRoute[] routes = [.. configured, .. added];
            RouteModel.Check(routes, settings.VersionHeader);
            var table = await BeginAsync(settings, routes, cancellationToken);
            (_configured, _added) = (configured, added);
            Apply(settings, table ?? _table, isConfig);
        }
        finally
        {
            _change.Release();
        }
    }

    /// <summary>The table that is to come into force; null when nothing changes, as when a file is written anew with the same content.</summary>
    private async Task<RouteTable?> BeginAsync(GatewaySettings settings, GatewayRoute[] routes, CancellationToken cancellationToken)
    {
        var before = _table;
        var known = before.Routes.ToDictionary(state => state.Fingerprint);
        var states = await Task.WhenAll(routes.Select(route => BeginAsync(route, known))).WaitAsync(cancellationToken);
        return before.Version > 0 && states.SequenceEqual(before.Routes) && settings.SaysTheSameAs(_settings.Current)
            ? null
            : new(before.Version + 1, _time.GetUtcNow(), states);
    }

    private void Apply(GatewaySettings settings, RouteTable table, bool isConfig)
    {
        var before = _table;
        var isChange = table != before;
        _settings.Current = settings;

        // Whoever sees the new version, or that the error is mended, finds the routes in force.
        if (isChange)
            Changing?.Invoke(table);
        if (isConfig)
            _lastError = null;
        if (!isChange)
            return;
        _table = table;
        Changed?.Invoke();
        _targets.RetireUnused(before.Routes, [.. table.Routes, .. _forwards]);
    }

    /// <summary>The state of an unchanged route, or a new one whose targets have their first endpoints.</summary>
    private async Task<RouteState> BeginAsync(GatewayRoute route, Dictionary<string, RouteState> known)
    {
        var fingerprint = RouteFingerprint.Of(route);
        if (known.TryGetValue(fingerprint, out var unchanged))
            return unchanged;

        List<Task> resolving = [];
        RouteState begun = new(route, [.. route.Targets.Select(target => new WeightedTarget(_targets.Get(TargetKey.Of(route, target), resolving), target.Weight))], _gates.For(route), _time);
        await Task.WhenAll(resolving);
        begun.Begin();
        return begun;
    }

    private static bool Same(string a, string b) => a.Equals(b, StringComparison.OrdinalIgnoreCase);
}
