// Part of the stand-in for Microsoft.Extensions.ServiceDiscovery: what the providers found for one query.

using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Primitives;

namespace Microsoft.Extensions.ServiceDiscovery;

internal sealed class FoundEndpoints
{
    private readonly List<IChangeToken> _changeTokens = [];

    public List<ServiceEndpoint> Endpoints { get; } = [];

    public void WatchFor(IChangeToken change) => _changeTokens.Add(change);

    public ServiceEndpointSource ToSource() => new(
        Endpoints,
        _changeTokens switch
        {
            [] => NullChangeToken.Singleton,
            [var only] => only,
            _ => new CompositeChangeToken(_changeTokens),
        },
        new FeatureCollection());
}
