using System.Net;
using System.Net.Sockets;

namespace Gateway.Tests.Harness;

/// <summary>A port that takes no connection any more: its queue is full, and the kernel lets the next ones wait.</summary>
internal sealed class FullPort : IDisposable
{
    private readonly Socket _listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly List<Socket> _queue = [];

    public FullPort()
    {
        _listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _listener.Listen(0);
        while (_queue.Count < 10)
        {
            Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { Blocking = false };
            _queue.Add(socket);
            try
            {
                socket.Connect(_listener.LocalEndPoint!);
            }
            catch (SocketException)
            {
                // It goes on connecting.
            }
        }
    }

    public string Address => $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndPoint!).Port}";

    public void Dispose()
    {
        foreach (var socket in _queue)
            socket.Dispose();
        _listener.Dispose();
    }
}
