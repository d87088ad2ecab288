// Stands in for Microsoft.Extensions.ServiceDiscovery.ServiceEndpointSource (package Microsoft.Extensions.ServiceDiscovery.Abstractions).

using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Primitives;

namespace Microsoft.Extensions.ServiceDiscovery;

/// <summary>The endpoints of a service as they were when it was resolved.</summary>
public sealed class ServiceEndpointSource
{
    /// <summary>Makes a source of endpoints.</summary>
    /// <param name="endpoints">The endpoints; <see langword="null"/> means none.</param>
    /// <param name="changeToken">Fires when the endpoints should be resolved again.</param>
    /// <param name="features">What the providers say about the whole.</param>
    public ServiceEndpointSource(List<ServiceEndpoint>? endpoints, IChangeToken changeToken, IFeatureCollection features)
    {
        ArgumentNullException.ThrowIfNull(changeToken);
        ArgumentNullException.ThrowIfNull(features);
        Endpoints = endpoints ?? [];
        ChangeToken = changeToken;
        Features = features;
    }

    /// <summary>The endpoints, in configured order.</summary>
    public IReadOnlyList<ServiceEndpoint> Endpoints { get; }

    /// <summary>Fires when the endpoints should be resolved again.</summary>
    public IChangeToken ChangeToken { get; }

    /// <summary>What the providers say about the whole.</summary>
    public IFeatureCollection Features { get; }

    /// <inheritdoc/>
    public override string ToString() => $"[{string.Join(", ", Endpoints)}]";
}
