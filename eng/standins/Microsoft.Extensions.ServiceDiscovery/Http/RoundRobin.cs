// Part of the stand-in for Microsoft.Extensions.ServiceDiscovery: chooses one of several endpoints.

using System.Runtime.CompilerServices;

namespace Microsoft.Extensions.ServiceDiscovery.Http;

internal sealed class RoundRobin
{
    // The count goes with the endpoints it counts through: a changed service starts anew, and a forgotten one leaves nothing behind.
    private readonly ConditionalWeakTable<ServiceEndpointSource, StrongBox<uint>> _turns = [];

    public ServiceEndpoint Next(ServiceEndpointSource source)
    {
        var endpoints = source.Endpoints;
        return endpoints.Count switch
        {
            0 => throw new InvalidOperationException("The endpoint collection contains no endpoints"),
            1 => endpoints[0],
            _ => endpoints[(int)(Interlocked.Increment(ref _turns.GetOrCreateValue(source).Value) % (uint)endpoints.Count)],
        };
    }
}
