using System.Net;
using System.Net.Sockets;

/// <summary>The ports of the launch profiles. While another process has one of them, Aspire waits for it without a message.</summary>
internal static class FixedPorts
{
    /// <summary>Writes those that are in use.</summary>
    /// <returns>Whether there are any.</returns>
    public static bool ReportUsed(IEnumerable<IResource> resources)
    {
        var used = (from resource in resources
                    from endpoint in resource.Annotations.OfType<EndpointAnnotation>()
                    where endpoint.Port is { } port && IsUsed(port)
                    select $"Port {endpoint.Port} of {resource.Name} is in use by another process: end that process, or change the port in launchSettings.json of the service or in AppHost.cs.").ToList();
        used.ForEach(Console.Error.WriteLine);
        return used.Count > 0;
    }

    private static bool IsUsed(int port) => IsUsed(IPAddress.Loopback, port) || (Socket.OSSupportsIPv6 && IsUsed(IPAddress.IPv6Loopback, port));

    private static bool IsUsed(IPAddress address, int port)
    {
        using TcpListener listener = new(address, port);
        try
        {
            listener.Start();
            return false;
        }
        catch (SocketException exception)
        {
            return exception.SocketErrorCode == SocketError.AddressAlreadyInUse;
        }
    }
}
