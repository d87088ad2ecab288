using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace Gateway.Proxy.Targets;

/// <summary>Whom the gateway believes to be an https target: the machine's authorities, or those of the route's own file.</summary>
internal static class UpstreamTrust
{
    public static SslClientAuthenticationOptions Options(string? caFile)
    {
        // Certificates that an upstream should have sent and did not are not fetched from elsewhere: others would wait meanwhile.
        X509ChainPolicy policy = new() { RevocationMode = X509RevocationMode.NoCheck, DisableCertificateDownloads = true };
        if (caFile is not null)
        {
            policy.TrustMode = X509ChainTrustMode.CustomRootTrust;
            policy.CustomTrustStore.ImportFromPemFile(caFile);
        }

        return new() { CertificateChainPolicy = policy };
    }
}
