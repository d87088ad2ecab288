// Stands in for Microsoft.Extensions.ServiceDiscovery.ServiceEndpoint (package Microsoft.Extensions.ServiceDiscovery.Abstractions).

using System.Diagnostics.CodeAnalysis;
using System.Net;
using Microsoft.AspNetCore.Http.Features;

namespace Microsoft.Extensions.ServiceDiscovery;

/// <summary>One address at which a service is reached.</summary>
public abstract class ServiceEndpoint
{
    /// <summary>The address: a <see cref="UriEndPoint"/>, <see cref="DnsEndPoint"/> or <see cref="IPEndPoint"/>.</summary>
    public abstract EndPoint EndPoint { get; }

    /// <summary>What a provider says about the endpoint beside its address.</summary>
    public abstract IFeatureCollection Features { get; }

    /// <summary>Makes an endpoint of an address.</summary>
    /// <param name="endPoint">The address.</param>
    /// <param name="features">Features of the endpoint; default none.</param>
    public static ServiceEndpoint Create(EndPoint endPoint, IFeatureCollection? features = null)
    {
        ArgumentNullException.ThrowIfNull(endPoint);
        return new AddressedServiceEndpoint(endPoint, features ?? new FeatureCollection());
    }

    /// <summary>Reads an endpoint from text: a URI, or a host name or IP address with or without a port.</summary>
    /// <param name="value">The text.</param>
    /// <param name="serviceEndpoint">The endpoint, when the text is one.</param>
    public static bool TryParse([NotNullWhen(true)] string? value, [NotNullWhen(true)] out ServiceEndpoint? serviceEndpoint)
    {
        serviceEndpoint = EndPointText.TryParse(value, out var endPoint) ? Create(endPoint) : null;
        return serviceEndpoint is not null;
    }
}
