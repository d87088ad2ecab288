using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace Gateway.Proxy.Targets;

/// <summary>Whom the gateway believes to be an https target: the machine's authorities, or those of the route's own file.</summary>
internal static class UpstreamTrust
{
    /// <param name="authorities">Certificates in PEM that are trusted in place of the machine's; null: the machine's.</param>
    public static SslClientAuthenticationOptions Options(string? authorities)
    {
        // Certificates that an upstream should have sent and did not are not fetched from elsewhere: others would wait meanwhile.
        X509ChainPolicy policy = new() { RevocationMode = X509RevocationMode.NoCheck, DisableCertificateDownloads = true };
        if (authorities is not null)
        {
            policy.TrustMode = X509ChainTrustMode.CustomRootTrust;
            policy.CustomTrustStore.ImportFromPem(authorities);
        }

        return new() { CertificateChainPolicy = policy };
    }
}
