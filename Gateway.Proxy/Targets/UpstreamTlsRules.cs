using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Gateway.Proxy.Configuration;

namespace Gateway.Proxy.Targets;

/// <summary>Validates the file that <c>Tls</c> names.</summary>
internal static class UpstreamTlsRules
{
    public static void Check(UpstreamTls tls, Action<string, string> report)
    {
        if (tls.CaFile is { } authorities)
            NamedFile.Check("Tls:CaFile", authorities, "a PEM file of certificates", CheckCertificates, report);
    }

    private static void CheckCertificates(string path)
    {
        X509Certificate2Collection certificates = [];
        certificates.ImportFromPemFile(path);
        if (certificates.Count == 0)
            throw new CryptographicException("it contains no certificate");
    }
}
