namespace Gateway.Proxy.Health;

/// <summary>Whether the process is about to end: <c>/health</c> says so, that load balancers look elsewhere.</summary>
internal sealed class Draining
{
    private volatile bool _isDraining;

    public bool IsDraining => _isDraining;

    public void Begin() => _isDraining = true;
}
