// Stands in for Microsoft.Extensions.ServiceDiscovery.PassThrough: a name nobody knows is a DNS name.

using System.Net;

namespace Microsoft.Extensions.ServiceDiscovery.PassThrough;

internal sealed class PassThroughEndpointProvider : IEndpointProvider
{
    public bool IsLastResort => true;

    // A query without a host passes through whole: the caller may know what it means.
    public void Find(ServiceEndpointQuery query, FoundEndpoints found) =>
        found.Endpoints.Add(ServiceEndpoint.Create(query.ServiceName.Length > 0
            ? EndPointText.FromHost(query.ServiceName, query.Port)
            : new DnsEndPoint(query.ToString(), 0)));
}
