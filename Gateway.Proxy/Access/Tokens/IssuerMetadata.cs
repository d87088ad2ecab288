using System.Text.Json;

namespace Gateway.Proxy.Access.Tokens;

/// <summary>Fetches an issuer's keys: its metadata (OpenID Connect Discovery 1.0), then the JWKS document that the metadata names.</summary>
internal static class IssuerMetadata
{
    public static async Task<string> FetchKeysAsync(string address, IHttpClientFactory clients, CancellationToken stopping)
    {
        using var client = clients.CreateClient(nameof(SigningKeys));
        using var metadata = JsonDocument.Parse(await client.GetStringAsync(Checked(address), stopping));
        return metadata.RootElement.TryGetProperty("jwks_uri", out var keys)
            ? await client.GetStringAsync(Checked(keys.GetString()), stopping)
            : throw new InvalidDataException("the metadata has no member \"jwks_uri\"");
    }

    // An attacker who can change the keys in transit can sign any token.
    private static Uri Checked(string? address) =>
        Uri.TryCreate(address, UriKind.Absolute, out var uri) && (uri.Scheme == Uri.UriSchemeHttps || (uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback))
            ? uri
            : throw new InvalidDataException("the JWKS address is not an https URL");
}
