using Gateway.Proxy.Configuration;

namespace Gateway.Proxy.Access.Tokens;

/// <summary>Validates the settings of <c>Authorization</c> in combination, and the key file.</summary>
internal static class TokenRules
{
    public static void Check(TokenSettings tokens, Action<string, string> report)
    {
        if (tokens is { IsRequired: true, Audiences.Count: 0 })
            report("Authorization:Audiences", "is missing; allowed: at least one audience, or a token for another service would pass here");
        if (!tokens.IsRequired && (tokens.JwksFile ?? tokens.MetadataAddress) is not null)
            report("Authorization:Issuer", "is missing; allowed: the issuer that a token must name");

        if (tokens is { JwksFile: { } keys })
            NamedFile.Check("Authorization:JwksFile", keys, "a JWKS file with a public key (RSA or EC)", KeyFile.CheckUsable, report);
        else if (tokens is { MetadataAddress: null, Issuer: { } issuer } && !TokenSettingsTable.IsHttpUrl(issuer))
            report("Authorization:Issuer", $"\"{issuer}\" is not a metadata address; allowed: an absolute http or https URL, http only for this machine, or JwksFile or MetadataAddress beside it");
    }
}
