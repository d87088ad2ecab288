using Microsoft.Extensions.Primitives;

namespace Gateway.Proxy.Settings;

/// <summary>The configuration with candidate contents of its files. It has no listeners.</summary>
internal sealed class CandidateConfiguration(IEnumerable<IConfigurationProvider> providers) : IConfigurationRoot
{
    private readonly IConfigurationProvider[] _providers = [.. providers];

    public IEnumerable<IConfigurationProvider> Providers => _providers;

    public string? this[string key]
    {
        get => _providers.Reverse().Select(provider => provider.TryGet(key, out var value) ? (Found: true, value) : default).FirstOrDefault(found => found.Found).value;
        set => throw new NotSupportedException();
    }

    public IEnumerable<IConfigurationSection> GetChildren() => _providers
        .Aggregate(Enumerable.Empty<string>(), (keys, provider) => provider.GetChildKeys(keys, null))
        .Distinct(StringComparer.OrdinalIgnoreCase)
        .Select(GetSection);

    public IConfigurationSection GetSection(string key) => new ConfigurationSection(this, key);

    public IChangeToken GetReloadToken() => new CancellationChangeToken(CancellationToken.None);

    public void Reload() => throw new NotSupportedException();
}
