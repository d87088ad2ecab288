namespace Gateway.Proxy.Health;

/// <summary>How far the process is on its way to its end.</summary>
internal sealed class Draining : IDisposable
{
    private readonly CancellationTokenSource _closing = new();
    private volatile bool _isDraining;

    /// <summary><c>/health</c> says so, that load balancers look elsewhere.</summary>
    public bool IsDraining => _isDraining;

    /// <summary>Cancelled when no new connections are taken any more and long-lived ones must end.</summary>
    public CancellationToken Closing => _closing.Token;

    public void Begin() => _isDraining = true;

    public void Close() => _closing.Cancel();

    public void Dispose() => _closing.Dispose();
}
