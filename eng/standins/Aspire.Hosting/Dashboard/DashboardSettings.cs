using System.Security.Cryptography;
using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Configuration;

namespace Aspire.Hosting.Dashboard;

/// <summary>Where the dashboard is to be found, where it listens and where it asks for the resources, by the names that Aspire uses.</summary>
internal sealed record DashboardSettings(string? Executable, Uri Frontend, Uri OtlpGrpc, Uri OtlpHttp)
{
    private const string OtlpGrpcKey = "ASPIRE_DASHBOARD_OTLP_ENDPOINT_URL";
    private const string OtlpHttpKey = "ASPIRE_DASHBOARD_OTLP_HTTP_ENDPOINT_URL";
    private const string FrontendKey = "ASPNETCORE_URLS";
    private const string ResourceServiceUrlKey = "ASPIRE_RESOURCE_SERVICE_ENDPOINT_URL";
    private const string ResourceServiceApiKey = "AppHost:ResourceService:ApiKey";
    private const int KeyBytes = 16;

    /// <summary>Where the resource service listens; on a free port of 127.0.0.1 if null.</summary>
    public Uri? ResourceService { get; private init; }

    /// <summary>What whoever asks the resource service must know; null if there is nobody to ask, and then it does not run.</summary>
    public string? ResourceServiceKey { get; private init; }

    /// <summary>Where somebody watches who can start a service again, it is worth waiting for.</summary>
    public WaitBehavior WhenADependencyHasEnded =>
        ResourceServiceKey is null ? WaitBehavior.StopOnResourceUnavailable : WaitBehavior.WaitOnResourceUnavailable;

    public static DashboardSettings Find(IConfigurationManager configuration, string appHostDirectory, bool enabled)
    {
        var executable = enabled ? DashboardLocator.Find(appHostDirectory) : null;
        var settings = new DashboardSettings(
            executable,
            Address(configuration, FrontendKey) ?? new Uri("http://localhost:18888"),
            Address(configuration, OtlpGrpcKey) ?? new Uri("http://localhost:18889"),
            Address(configuration, OtlpHttpKey) ?? new Uri("http://localhost:18890"))
        {
            ResourceService = Address(configuration, ResourceServiceUrlKey),
            ResourceServiceKey = configuration[ResourceServiceApiKey] is { Length: > 0 } configured ? configured
                : executable is null ? null
                : RandomNumberGenerator.GetHexString(KeyBytes * 2),
        };
        if (settings.ResourceService is { IsLoopback: false })
            throw new DistributedApplicationException($"{ResourceServiceUrlKey} is '{settings.ResourceService}', which is not an address of this machine alone.");

        // A launch profile names the receiver whether or not there is one; a test names one only if it has one.
        if (enabled)
            configuration[OtlpGrpcKey] = executable is null ? null : settings.OtlpGrpc.OriginalString;
        return settings;
    }

    /// <summary>Where services send their telemetry, if somebody is there to receive it.</summary>
    public static string? Receiver(IConfiguration configuration) => configuration[OtlpGrpcKey];

    private static Uri? Address(IConfiguration configuration, string key)
    {
        var value = configuration[key]?.Split(';')[0];
        return value is null ? null
            : Uri.TryCreate(value, UriKind.Absolute, out var address) ? address
            : throw new DistributedApplicationException($"{key} is '{value}', which is not a URL.");
    }
}
