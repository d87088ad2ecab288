using System.Net;
using System.Net.Sockets;

namespace Gateway.Tests.Harness;

/// <summary>Ports on this machine.</summary>
internal static class Ports
{
    // Below the ports that systems by default give to sockets that ask for any: no socket of another test gets one of these by chance,
    // neither between the look and the use nor while a test expects that nobody listens, and none connects to itself.
    private const int First = 20_000;
    private const int Count = 10_000;

    // Elsewhere in each run, so that two runs at the same time seldom meet.
    private static int _given = Random.Shared.Next(Count);

    /// <summary>A port on which nobody listens. No other call in this run gets the same.</summary>
    public static int Free()
    {
        for (var i = 0; i < Count; i++)
        {
            var port = First + (Interlocked.Increment(ref _given) % Count);
            if (IsFree(IPAddress.Any, port) && IsFree(IPAddress.IPv6Any, port))
                return port;
        }

        throw new InvalidOperationException($"None of the ports from {First} to {First + Count - 1} is free.");
    }

    private static bool IsFree(IPAddress address, int port)
    {
        if (address.AddressFamily == AddressFamily.InterNetworkV6 && !Socket.OSSupportsIPv6)
            return true;
        using Socket socket = new(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(new IPEndPoint(address, port));
            return true;
        }
        catch (SocketException exception) when (exception.SocketErrorCode is SocketError.AddressAlreadyInUse or SocketError.AccessDenied)
        {
            return false;
        }
    }
}
