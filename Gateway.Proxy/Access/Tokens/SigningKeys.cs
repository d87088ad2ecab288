using System.Collections.Concurrent;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace Gateway.Proxy.Access.Tokens;

/// <summary>The keys that issuers sign with: fetched, kept, and fetched anew when a token names one that is not known.</summary>
internal sealed class SigningKeys(IHttpClientFactory clients)
{
    private readonly ConcurrentDictionary<string, BaseConfigurationManager> _metadata = new();
    private readonly ConcurrentDictionary<string, KeyFile> _files = new();

    public void Use(TokenSettings settings, TokenValidationParameters parameters)
    {
        if (settings.JwksFile is { } file)
        {
            var keys = _files.GetOrAdd(file, static path => new(path));
            parameters.IssuerSigningKeyResolver = (_, _, _, _) => keys.Current();
        }
        else
        {
            var address = settings.MetadataAddress ?? $"{settings.Issuer!.TrimEnd('/')}/.well-known/openid-configuration";
            parameters.ConfigurationManager = _metadata.GetOrAdd(address, NewManager);
        }
    }

    private ConfigurationManager<OpenIdConnectConfiguration> NewManager(string address) => new(
        address,
        new OpenIdConnectConfigurationRetriever(),
        new HttpDocumentRetriever(clients.CreateClient(nameof(SigningKeys))) { RequireHttps = !new Uri(address).IsLoopback })
    {
        RefreshInterval = TimeSpan.FromSeconds(5),
    };
}
