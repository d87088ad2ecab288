using System.Globalization;
using System.Net;
using System.Net.NetworkInformation;
using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting.Orchestration;

/// <summary>Gives every endpoint its port: the declared one, or in tests a free one, so that several topologies can run side by side.</summary>
internal sealed class PortAllocator
{
    // Below the ports from which operating systems take the client's end of a connection.
    private const int First = 20_000;
    private const int Last = 30_000;

    private static readonly Lock Lock = new();
    private static readonly HashSet<int> HandedOut = [];

    private readonly bool _randomize;

    private PortAllocator(bool randomize) => _randomize = randomize;

    public static PortAllocator AsDeclared() => new(randomize: false);

    public static PortAllocator Random() => new(randomize: true);

    public void Allocate(IEnumerable<IResource> resources)
    {
        var inUse = PortsInUse();
        var problems = new List<string>();

        foreach (var resource in resources)
        {
            foreach (var endpoint in resource.Endpoints())
            {
                var declared = _randomize ? null : endpoint.Port;
                if (declared is { } port && !inUse.Add(port))
                    problems.Add(InUse(port, resource.Name));
                endpoint.AllocatedPort = declared ?? Free(inUse);
            }
        }

        if (problems.Count > 0)
            throw new DistributedApplicationException(string.Join(Environment.NewLine, problems));
    }

    public static void RequireFree(Uri address, string user)
    {
        if (PortsInUse().Contains(address.Port))
            throw new DistributedApplicationException(InUse(address.Port, user));
    }

    private static string InUse(int port, string user) =>
        string.Create(CultureInfo.InvariantCulture, $"Port {port} of resource '{user}' is in use: end what listens there, or give '{user}' another port.");

    private static int Free(HashSet<int> inUse)
    {
        lock (Lock)
        {
            while (true)
            {
                var port = System.Random.Shared.Next(First, Last);
                if (inUse.Add(port) && HandedOut.Add(port))
                    return port;
            }
        }
    }

    /// <summary>Services listen on localhost, so somebody else's port on another address is no hindrance.</summary>
    private static HashSet<int> PortsInUse() =>
    [
        .. IPGlobalProperties.GetIPGlobalProperties().GetActiveTcpListeners()
            .Where(listener => IPAddress.IsLoopback(listener.Address) || listener.Address.Equals(IPAddress.Any) || listener.Address.Equals(IPAddress.IPv6Any))
            .Select(listener => listener.Port),
    ];
}
