namespace Gateway.Proxy.Access.Cors;

/// <summary>Validates the settings of <c>Cors</c> in combination.</summary>
internal static class CorsRules
{
    public static void Check(CorsSettings? cors, Action<string, string> report)
    {
        if (cors is { Credentials: true, Origins.Count: 0 })
            report("Cors:Credentials", "\"true\" needs Origins: credentials cannot be allowed to any origin; allowed: Origins, or false");
    }
}
