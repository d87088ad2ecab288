using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace Gateway.Proxy.Targets;

/// <summary>Server certificate validation for https targets: the machine's trusted authorities, or those of the route's file.</summary>
internal static class UpstreamTrust
{
    /// <param name="authorities">Certificates in PEM that are trusted in place of the machine's; null: the machine's.</param>
    public static SslClientAuthenticationOptions Options(string? authorities)
    {
        // Missing intermediate certificates are not downloaded, because that would block other connections.
        X509ChainPolicy policy = new() { RevocationMode = X509RevocationMode.NoCheck, DisableCertificateDownloads = true };
        if (authorities is not null)
        {
            policy.TrustMode = X509ChainTrustMode.CustomRootTrust;
            policy.CustomTrustStore.ImportFromPem(authorities);
        }

        return new() { CertificateChainPolicy = policy };
    }
}
