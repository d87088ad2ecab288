using System.Globalization;
using Gateway.Proxy.Resilience;
using Gateway.Proxy.Targets;

namespace Gateway.Proxy.Health;

/// <summary>One target that is probed in the background, until <see cref="Stop"/>.</summary>
internal sealed class WatchedTarget : IDisposable
{
    // The probe interval while a circuit is open.
    private static readonly TimeSpan RecoveryInterval = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly WakeSignal _wake = new();
    private readonly Target _target;

    public WatchedTarget(Target target, string path, HealthCheckSettings settings)
    {
        _target = target;
        Path = path;
        Settings = settings;
    }

    public string Path { get; }

    public HealthCheckSettings Settings { get; }

    /// <summary>Probes the target's endpoints periodically.</summary>
    /// <param name="probe">Probes one endpoint.</param>
    /// <param name="time">The clock.</param>
    public async Task WatchAsync(Func<UpstreamEndpoint, WatchedTarget, CancellationToken, Task<ProbeResult>> probe, TimeProvider time)
    {
        var stop = _stop.Token;
        _target.AvailabilityChanged += WakeIfOpen;
        try
        {
            // A random start delay spreads the probes of targets that were added together.
            await Task.Delay(Settings.Interval * (Random.Shared.NextDouble() / 10), time, stop);
            while (!stop.IsCancellationRequested)
            {
                await Task.WhenAll(_target.Endpoints.Select(endpoint => ProbeAsync(probe, endpoint, stop)));
                var interval = HasOpenCircuit() && RecoveryInterval < Settings.Interval ? RecoveryInterval : Settings.Interval;
                await _wake.WaitAsync(interval * (0.9 + (Random.Shared.NextDouble() / 5)), time, stop);
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The target was removed, its settings changed, or the process ends.
        }
        finally
        {
            _target.AvailabilityChanged -= WakeIfOpen;
        }
    }

    /// <summary>Ends the probing. With <paramref name="forget"/>, the target's health becomes unknown.</summary>
    public void Stop(bool forget)
    {
        lock (_lock)
        {
            _stop.Cancel();
            if (!forget)
                return;
            foreach (var endpoint in _target.Endpoints)
            {
                endpoint.Probes = default;
                _target.SetHealth(endpoint, HealthState.Unknown);
            }
        }
    }

    public void Dispose() => _stop.Dispose();

    private async Task ProbeAsync(Func<UpstreamEndpoint, WatchedTarget, CancellationToken, Task<ProbeResult>> probe, UpstreamEndpoint endpoint, CancellationToken stop)
    {
        var result = await probe(endpoint, this, stop);
        try
        {
            Take(endpoint, result);
        }
        catch (Exception exception) when (exception is AggregateException or InvalidOperationException)
        {
            // A logger threw. The health state is applied all the same, and the probing continues.
        }
    }

    private void Take(UpstreamEndpoint endpoint, ProbeResult result)
    {
        lock (_lock)
        {
            // A result that arrives after the end must not be applied.
            if (_stop.IsCancellationRequested)
                return;
            var before = endpoint.Probes;
            endpoint.Probes = before.Add(result.IsHealthy);
            if (endpoint.Probes.Evaluate(Settings.HealthyThreshold, Settings.UnhealthyThreshold, endpoint.Health) is { } health)
                _target.SetHealth(endpoint, health, Reason(endpoint, result));
            if (result.IsHealthy)
                endpoint.Circuit.EndBreak(recovered: before is { Length: > 0, Healthy: false });
        }
    }

    private string? Reason(UpstreamEndpoint endpoint, ProbeResult result) =>
        result.IsHealthy || endpoint.Health == HealthState.Unhealthy ? null : string.Create(CultureInfo.InvariantCulture, $"{endpoint.Probes.Length} health check(s) of {Path} failed: {result.Failure}");

    private void WakeIfOpen()
    {
        if (HasOpenCircuit())
            _wake.Set();
    }

    private bool HasOpenCircuit() => _target.Endpoints.Any(endpoint => endpoint.Circuit.State == CircuitState.Open);
}
