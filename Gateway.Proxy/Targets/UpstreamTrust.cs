using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace Gateway.Proxy.Targets;

/// <summary>Whom the gateway believes to be an https target: the machine's authorities, or those of the route's own file.</summary>
internal static class UpstreamTrust
{
    public static SslClientAuthenticationOptions Options(string? caFile)
    {
        SslClientAuthenticationOptions options = new();
        if (caFile is null)
            return options;

        X509ChainPolicy policy = new() { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.ImportFromPemFile(caFile);
        options.CertificateChainPolicy = policy;
        return options;
    }
}
