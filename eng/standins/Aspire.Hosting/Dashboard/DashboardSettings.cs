using Microsoft.Extensions.Configuration;

namespace Aspire.Hosting.Dashboard;

/// <summary>Where the dashboard is to be found and where it listens, by the names that Aspire uses.</summary>
internal sealed record DashboardSettings(string? Executable, Uri Frontend, Uri OtlpGrpc, Uri OtlpHttp)
{
    private const string OtlpGrpcKey = "ASPIRE_DASHBOARD_OTLP_ENDPOINT_URL";
    private const string OtlpHttpKey = "ASPIRE_DASHBOARD_OTLP_HTTP_ENDPOINT_URL";
    private const string FrontendKey = "ASPNETCORE_URLS";

    public static DashboardSettings Find(IConfigurationManager configuration, string appHostDirectory, bool enabled)
    {
        var executable = enabled ? DashboardLocator.Find(appHostDirectory) : null;
        var settings = new DashboardSettings(
            executable,
            Address(configuration, FrontendKey, "http://localhost:18888"),
            Address(configuration, OtlpGrpcKey, "http://localhost:18889"),
            Address(configuration, OtlpHttpKey, "http://localhost:18890"));

        // A launch profile names the receiver whether or not there is one; a test names one only if it has one.
        if (enabled)
            configuration[OtlpGrpcKey] = executable is null ? null : settings.OtlpGrpc.OriginalString;
        return settings;
    }

    /// <summary>Where services send their telemetry, if somebody is there to receive it.</summary>
    public static string? Receiver(IConfiguration configuration) => configuration[OtlpGrpcKey];

    private static Uri Address(IConfiguration configuration, string key, string otherwise)
    {
        var value = configuration[key]?.Split(';')[0];
        return Uri.TryCreate(value ?? otherwise, UriKind.Absolute, out var address)
            ? address
            : throw new DistributedApplicationException($"{key} is '{value}', which is not a URL.");
    }
}
