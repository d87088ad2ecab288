using System.Net;
using System.Net.Sockets;

namespace Gateway.Tests.Harness;

/// <summary>A port on which a connection never comes about: its queue is full and nobody accepts, so that the system drops each further attempt.</summary>
internal sealed class FullBacklog : IDisposable
{
    private static readonly TimeSpan Enough = TimeSpan.FromMilliseconds(400);

    private readonly Socket _listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly List<Socket> _queued = [];

    private FullBacklog()
    {
        _listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _listener.Listen(1);
    }

    public string Address => $"http://{_listener.LocalEndPoint}";

    public static async Task<FullBacklog> StartAsync()
    {
        FullBacklog full = new();
        while (await full.TryQueueAsync())
        {
        }

        return full;
    }

    public void Dispose()
    {
        foreach (var socket in _queued)
            socket.Dispose();
        _listener.Dispose();
    }

    private async Task<bool> TryQueueAsync()
    {
        Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        _queued.Add(socket);
        using CancellationTokenSource limit = new(Enough);
        try
        {
            await socket.ConnectAsync(_listener.LocalEndPoint!, limit.Token);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }
}
