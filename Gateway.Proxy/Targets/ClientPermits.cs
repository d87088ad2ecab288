using Gateway.Proxy.Transforms;

namespace Gateway.Proxy.Targets;

/// <summary>The connection permits of one target that each client may hold: <c>Connections:MaxPerClient</c>.</summary>
/// <remarks>A client that neither holds nor waits for a permit is removed.</remarks>
internal sealed class ClientPermits(int max)
{
    private readonly Dictionary<ClientNetwork, Client> _clients = [];

    /// <summary>The client's permits; <see cref="Release"/> them.</summary>
    public SemaphoreSlim Acquire(ClientNetwork network)
    {
        lock (_clients)
        {
            if (!_clients.TryGetValue(network, out var client))
                _clients[network] = client = new(new(max, max));
            client.RefCount++;
            return client.Permits;
        }
    }

    public void Release(ClientNetwork network)
    {
        lock (_clients)
        {
            if (--_clients[network].RefCount == 0 && _clients.Remove(network, out var client))
                client.Permits.Dispose();
        }
    }

    private sealed class Client(SemaphoreSlim permits)
    {
        public SemaphoreSlim Permits => permits;

        public int RefCount { get; set; }
    }
}
