using System.Net;
using System.Net.Sockets;
using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting.Orchestration;

/// <summary>
/// The addresses of a stopped service, as Aspire's proxy keeps them: whoever connects is not refused but waits. Nothing accepts
/// here: the operating system completes connections up to the backlog, and resets them when the listener is disposed.
/// </summary>
internal sealed class ParkedAddresses : IDisposable
{
    private static readonly IPAddress[] Localhost = [IPAddress.Loopback, IPAddress.IPv6Loopback];

    private readonly List<Socket> _listeners = [];

    public void Park(IResource service)
    {
        foreach (var endpoint in service.Endpoints())
        {
            foreach (var address in Localhost)
                Listen(new IPEndPoint(address, endpoint.AllocatedPort!.Value));
        }
    }

    /// <summary>Gives the addresses back to the service.</summary>
    public void Release()
    {
        foreach (var listener in _listeners)
            listener.Dispose();
        _listeners.Clear();
    }

    public void Dispose() => Release();

    private void Listen(IPEndPoint address)
    {
        var listener = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            listener.Bind(address);
            listener.Listen();
            _listeners.Add(listener);
        }
        catch (SocketException)
        {
            // There is no IPv6 here, or somebody else listens there by now: then that is what a client meets.
            listener.Dispose();
        }
    }
}
