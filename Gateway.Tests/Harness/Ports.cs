using System.Net;
using System.Net.Sockets;

namespace Gateway.Tests.Harness;

/// <summary>Ports on this machine.</summary>
internal static class Ports
{
    /// <summary>A port on which nobody listens.</summary>
    public static int Free()
    {
        using Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }
}
