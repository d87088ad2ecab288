using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;

namespace Gateway.Tests.Harness;

/// <summary>A configuration source whose values a test changes.</summary>
internal sealed class ChangingSource(params (string Key, string Value)[] settings) : IConfigurationSource
{
    private readonly Provider _provider = new(settings.ToDictionary(setting => setting.Key, setting => (string?)setting.Value));

    public void AddTo(WebApplicationBuilder builder) => ((IConfigurationBuilder)builder.Configuration).Add(this);

    public IConfigurationProvider Build(IConfigurationBuilder builder) => _provider;

    public void Change(string key, string value) => _provider.Change(key, value);

    private sealed class Provider : ConfigurationProvider
    {
        public Provider(Dictionary<string, string?> settings) => Data = new Dictionary<string, string?>(settings, StringComparer.OrdinalIgnoreCase);

        public void Change(string key, string value)
        {
            Data = new Dictionary<string, string?>(Data, StringComparer.OrdinalIgnoreCase) { [key] = value };
            OnReload();
        }
    }
}
