using Microsoft.Extensions.Primitives;
using Microsoft.Extensions.ServiceDiscovery;

namespace Gateway.Proxy.Targets;

/// <summary>A service that is looked up for the targets that use it.</summary>
internal sealed class FollowedService : IDisposable
{
    // The resolver drops a name that is not queried for ten seconds, and then reports no more changes.
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    // The maximum wait of a start or reload for the resolution of a name.
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);

    private readonly ServiceEndpointResolver _resolver;
    private readonly IConfiguration _configuration;
    private readonly TargetResolverLog _log;
    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _stop = new();
    private readonly CancellationToken _stopping;
    private readonly Lock _lock = new();
    private readonly HashSet<Target> _targets = [];

    // The last successful result. A failure does not replace it: targets that come later need it, too.
    private ServiceEndpointSource? _found;

    // Why the latest look-up failed; null after a success.
    private Exception? _failure;

    // From before the latest look-up, so that no change during it is missed.
    private IChangeToken? _configurationChange;
    private Task _lookUp = Task.CompletedTask;
    private Task? _first;
    private int _users;

    public FollowedService(string query, ServiceEndpointResolver resolver, IConfiguration configuration, TargetResolverLog log, TimeProvider time)
    {
        Query = query;
        _resolver = resolver;
        _configuration = configuration;
        _log = log;
        _time = time;
        _stopping = _stop.Token;
    }

    public string Query { get; }

    /// <summary>Another target will be added. Not concurrently with itself and <see cref="Leave"/>.</summary>
    public void Join() => _users++;

    /// <summary>A target was removed.</summary>
    /// <returns>Whether it was the last.</returns>
    public bool Leave() => --_users == 0;

    /// <summary>Ends the look-ups.</summary>
    public void Dispose()
    {
        _stop.Cancel();
        _stop.Dispose();
    }

    /// <summary>Gives the target its first endpoints, then all changes until it is removed.</summary>
    public Task AddAsync(Target target)
    {
        lock (_lock)
        {
            _targets.Add(target);
            if (_first is null)
                return _first = BeginAsync();
            var isKnown = _failure is null && _found is { ChangeToken.HasChanged: false };
            if (isKnown || _failure is not null && !_first.IsCompleted)
                Apply(target);
            return isKnown || !_first.IsCompleted ? _first : RenewAsync(target);
        }
    }

    public void Remove(Target target)
    {
        lock (_lock)
            _targets.Remove(target);
    }

    private async Task BeginAsync()
    {
        await ResolveAsync();
        _ = FollowAsync();
    }

    // After a failure, or when a change is not looked at yet: the target needs more than the last result.
    private async Task RenewAsync(Target target)
    {
        await ResolveAsync();
        lock (_lock)
        {
            if (target.Endpoints.Count == 0)
                Apply(target);
        }
    }

    private async Task FollowAsync()
    {
        WakeSignal changed = new();
        while (!_stopping.IsCancellationRequested)
        {
            using (AwaitedChange()?.RegisterChangeCallback(static state => ((WakeSignal)state!).Set(), changed))
                await changed.WaitAsync(Interval, _time, _stopping);
            try
            {
                await ResolveAsync();
            }
            catch (Exception exception) when (exception is not OutOfMemoryException)
            {
                // A logger failed. The targets have their endpoints, and the next round goes on.
            }
        }
    }

    // A failed look-up has no change token, and that of the last success may be used up. What failed may be an entry of the configuration.
    private IChangeToken? AwaitedChange()
    {
        lock (_lock)
            return _failure is null ? _found?.ChangeToken : _configurationChange;
    }

    // One look-up at a time, so that its result is the latest one. A provider may block: it does not run within the lock.
    private Task ResolveAsync()
    {
        lock (_lock)
        {
            if (!_lookUp.IsCompleted)
                return _lookUp;
            _configurationChange = _configuration.GetReloadToken();
            return _lookUp = Task.Run(LookUpAsync);
        }
    }

    // A failure does not end the loop: the next round retries.
    private async Task LookUpAsync()
    {
        try
        {
            using CancellationTokenSource limit = new(Limit, _time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, _stopping);
            var found = await _resolver.GetEndpointsAsync(Query, either.Token);
            if (found == _found && _failure is null)
                return;
            EndpointAddress.Check(found.Endpoints);
            Update(found, null);
        }
        catch (Exception) when (_stopping.IsCancellationRequested)
        {
            // No target is left.
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            if (_failure?.Message != exception.Message)
                Update(_found, exception);
        }
    }

    private void Update(ServiceEndpointSource? found, Exception? failure)
    {
        lock (_lock)
        {
            (_found, _failure) = (found, failure);
            foreach (var target in _targets)
                SetEndpoints(target);
            foreach (var target in _targets)
                Log(target);
        }
    }

    private void Apply(Target target)
    {
        SetEndpoints(target);
        Log(target);
    }

    private void SetEndpoints(Target target)
    {
        var address = target.Key.Address;
        if (_found is not null)
            target.SetEndpoints([.. _found.Endpoints.Select(endpoint => EndpointAddress.Of(endpoint.EndPoint, address)).OfType<Uri>()]);

        // Use the configured address until service discovery succeeds.
        else if (target.Endpoints.Count == 0)
            target.SetEndpoints([address]);
    }

    private void Log(Target target)
    {
        if (_failure is not null)
            _log.Failed(target.Key.Route, target.Name, target.Key.Address, _failure);
        else if (target.Endpoints.Count == 0)
            _log.NoEndpoint(target.Key.Route, target.Name, target.Key.Address);
    }
}
