// Stands in for Microsoft.Extensions.ServiceDiscovery.ServiceEndpointResolver.

using System.Collections.Concurrent;

namespace Microsoft.Extensions.ServiceDiscovery;

/// <summary>Finds the endpoints of a service by its name.</summary>
public sealed class ServiceEndpointResolver : IAsyncDisposable
{
    // Clients may name any number of hosts; their answers are cheap to make again.
    private const int MaxCachedNames = 1000;

    private readonly IEndpointProvider[] _providers;
    private readonly ConcurrentDictionary<string, ServiceEndpointSource> _cache = new(StringComparer.Ordinal);
    private volatile bool _disposed;

    internal ServiceEndpointResolver(IEnumerable<IEndpointProvider> providers) =>
        _providers = [.. providers.OrderBy(provider => provider.IsLastResort)];

    /// <summary>The endpoints of a service: those last read, unless they have changed since.</summary>
    /// <param name="serviceName">The name, for example <c>orders</c>, <c>https+http://orders</c>, <c>http://_admin.orders</c>.</param>
    /// <param name="cancellationToken">Ends the resolution.</param>
    /// <exception cref="ArgumentException">The name is not a host name or URI.</exception>
    /// <exception cref="KeyNotFoundException">What is configured for the service is not an endpoint.</exception>
    public ValueTask<ServiceEndpointSource> GetEndpointsAsync(string serviceName, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(serviceName);
        ObjectDisposedException.ThrowIf(_disposed, this);
        cancellationToken.ThrowIfCancellationRequested();

        if (_cache.TryGetValue(serviceName, out var cached) && !cached.ChangeToken.HasChanged) return new(cached);

        var resolved = Resolve(serviceName);
        if (_cache.Count >= MaxCachedNames) _cache.Clear();
        _cache[serviceName] = resolved;
        return new(resolved);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _disposed = true;
        _cache.Clear();
        return default;
    }

    private ServiceEndpointSource Resolve(string serviceName)
    {
        if (!ServiceEndpointQuery.TryParse(serviceName, out var query))
            throw new ArgumentException("The provided input was not in a valid format. It must be a valid URI.", nameof(serviceName));
        if (_providers.Length == 0)
            throw new InvalidOperationException($"No provider which supports the provided service name, '{serviceName}', has been configured.");

        var found = new FoundEndpoints();
        foreach (var provider in _providers)
        {
            // An earlier provider's answer stands; a later one must not add to it.
            if (found.Endpoints.Count == 0) provider.Find(query, found);
        }

        return found.ToSource();
    }
}
