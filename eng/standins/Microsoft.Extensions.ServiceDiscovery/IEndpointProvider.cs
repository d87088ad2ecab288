// Part of the stand-in for Microsoft.Extensions.ServiceDiscovery. The official provider interfaces are asynchronous and
// public, for providers such as DNS; both providers here answer at once.

namespace Microsoft.Extensions.ServiceDiscovery;

internal interface IEndpointProvider
{
    /// <summary>Whether the provider is asked after all others, in whatever order they were registered.</summary>
    bool IsLastResort { get; }

    void Find(ServiceEndpointQuery query, FoundEndpoints found);
}
