namespace Gateway.Proxy.Access.Tokens;

/// <summary>Where keys come from.</summary>
/// <param name="Name">The name in the log and the status.</param>
/// <param name="FetchAsync">Reads the JWKS document.</param>
/// <param name="Interval">The minimum time between two fetches.</param>
/// <param name="RefreshAfter">The age at which keys in use are refreshed in the background.</param>
/// <param name="StaleAfter">The age from which on a token waits for newer keys; keys reach it when no token has used them for a while.</param>
internal sealed record KeySource(string Name, Func<CancellationToken, Task<string>> FetchAsync, TimeSpan Interval, TimeSpan RefreshAfter, TimeSpan StaleAfter)
{
    /// <summary>A file. Its content is compared, not its time: a symbolic link may be swapped, and a copy may keep the time.</summary>
    public static KeySource File(string path) =>
        new(path, stopping => System.IO.File.ReadAllTextAsync(path, stopping), TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(3));

    /// <summary>An issuer's OpenID Connect metadata.</summary>
    public static KeySource Metadata(string address, IHttpClientFactory clients) =>
        new(address, stopping => IssuerMetadata.FetchKeysAsync(address, clients, stopping), TimeSpan.FromSeconds(1.5), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(10));
}
