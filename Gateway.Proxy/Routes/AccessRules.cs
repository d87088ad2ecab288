using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Gateway.Proxy.Access.Tokens;

namespace Gateway.Proxy.Routes;

/// <summary>What must hold between a route's access settings, and the files that they name.</summary>
internal static class AccessRules
{
    public static void Check(GatewayRoute route, Action<string, string> report)
    {
        if (route.Cors is { Credentials: true, Origins.Count: 0 })
            report("Cors:Credentials", "\"true\" needs Origins: credentials cannot be allowed to any origin; allowed: Origins, or false");
        if (route.RateLimit.Claim is { } claim && !route.Authorization.IsRequired)
            report("RateLimit:Claim", $"\"{claim}\" needs Authorization: without a token there are no claims; allowed: Authorization:Issuer beside it, or no Claim");
        if (route.Authorization is { IsRequired: true, Audiences.Count: 0 })
            report("Authorization:Audiences", "is missing; allowed: at least one audience, or a token for another service would pass here");
        if (!route.Authorization.IsRequired && route.Authorization != new TokenSettings() && (route.Authorization.JwksFile ?? route.Authorization.MetadataAddress) is not null)
            report("Authorization:Issuer", "is missing; allowed: the issuer that a token must name");

        if (route.Authorization is { JwksFile: { } keys })
            CheckFile("Authorization:JwksFile", keys, "a JWKS file with a public key (RSA or EC)", KeyFile.CheckUsable, report);
        else if (route.Authorization is { MetadataAddress: null, Issuer: { } issuer } && !AccessTables.IsHttpUrl(issuer))
            report("Authorization:Issuer", $"\"{issuer}\" is no address of metadata; allowed: an absolute http or https URL, http only for this machine, or JwksFile or MetadataAddress beside it");
        if (route.Tls.CaFile is { } authorities)
            CheckFile("Tls:CaFile", authorities, "a PEM file of certificates", CheckCertificates, report);
    }

    private static void CheckCertificates(string path)
    {
        X509Certificate2Collection certificates = [];
        certificates.ImportFromPemFile(path);
        if (certificates.Count == 0)
            throw new CryptographicException("there is no certificate in it");
    }

    private static void CheckFile(string key, string path, string what, Action<string> read, Action<string, string> report)
    {
        try
        {
            read(path);
        }
        catch (Exception exception) when (exception is IOException or ArgumentException or CryptographicException or UnauthorizedAccessException)
        {
            report(key, $"\"{path}\" cannot be read: {exception.Message.ReplaceLineEndings(" ")}; allowed: {what}");
        }
    }
}
