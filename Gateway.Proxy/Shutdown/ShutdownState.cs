namespace Gateway.Proxy.Shutdown;

/// <summary>The progress of a graceful shutdown.</summary>
internal sealed class ShutdownState : IDisposable
{
    private readonly CancellationTokenSource _streamsClosing = new();
    private volatile bool _isDraining;

    /// <summary><c>/health</c> and <c>/ready</c> respond with 503, and clients are notified to use another connection.</summary>
    public bool IsDraining => _isDraining;

    /// <summary>Cancelled when streams and upgraded connections must end.</summary>
    public CancellationToken StreamsClosing => _streamsClosing.Token;

    public void BeginDraining() => _isDraining = true;

    public void CloseStreams() => _streamsClosing.Cancel();

    public void Dispose() => _streamsClosing.Dispose();
}
