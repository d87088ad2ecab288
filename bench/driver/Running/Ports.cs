using System.Net;
using System.Net.Sockets;

namespace Gateway.Bench.Running;

/// <summary>Ports on the loopback interface.</summary>
internal static class Ports
{
    /// <summary>A port on which nobody listens now.</summary>
    public static int Free()
    {
        using var socket = Bound();
        return PortOf(socket);
    }

    /// <summary>A socket that has a port and does not listen: it refuses connections for as long as it lives.</summary>
    public static Socket Refusing() => Bound();

    public static int PortOf(Socket socket) => ((IPEndPoint)socket.LocalEndPoint!).Port;

    private static Socket Bound()
    {
        Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return socket;
    }
}
