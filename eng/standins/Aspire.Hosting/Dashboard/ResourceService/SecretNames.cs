namespace Aspire.Hosting.Dashboard.ResourceService;

/// <summary>Variables whose values do not leave the AppHost, judged by their names.</summary>
internal static class SecretNames
{
    private static readonly string[] Parts = ["KEY", "TOKEN", "SECRET", "PASSWORD", "PASSPHRASE", "PWD", "CREDENTIAL", "HEADERS", "CONNECTIONSTRING"];

    public static bool Contains(string name) => Parts.Any(part => name.Contains(part, StringComparison.OrdinalIgnoreCase));
}
