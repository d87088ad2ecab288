using System.Collections.Concurrent;

namespace Gateway.Proxy.Access.Tokens;

/// <summary>The signing keys of issuers, by source: routes with the same source share them.</summary>
internal sealed class SigningKeys(IHttpClientFactory clients, TimeProvider time, ILogger<SigningKeys> logger)
{
    private readonly ConcurrentDictionary<string, KeyCache> _caches = new();

    /// <summary>The keys for a route's tokens; starts to fetch them.</summary>
    public KeyCache For(TokenSettings settings)
    {
        var address = settings.JwksFile ?? settings.MetadataAddress ?? $"{settings.Issuer!.TrimEnd('/')}/.well-known/openid-configuration";
        var isFile = settings.JwksFile is not null;
        var cache = _caches.GetOrAdd(
            isFile ? $"file {address}" : address,
            _ => new(isFile ? KeySource.File(address) : KeySource.Metadata(address, clients), time, logger));
        cache.Begin();
        return cache;
    }
}
