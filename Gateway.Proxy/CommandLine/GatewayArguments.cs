using Gateway.Proxy.Configuration.Tables;
using Gateway.Proxy.Settings;

namespace Gateway.Proxy.CommandLine;

/// <summary>What was asked for on the command line; see <c>--help</c>.</summary>
internal sealed record GatewayArguments(string? Host, int? Port, int? Http2Port, int? CoredinatorPort, int? CoreTelemetryPort, FileInfo? Config, bool ValidateConfig)
{
    /// <summary>The port when nothing says another.</summary>
    public const int DefaultPort = 8001;

    /// <summary>The arguments as configuration, over everything else.</summary>
    public IEnumerable<KeyValuePair<string, string?>> AsConfiguration()
    {
        if (Port is not null || Host is not null)
        {
            yield return new(WebHostDefaults.ServerUrlsKey, $"http://{HostInUrl}:{Port ?? DefaultPort}");

            // Also over endpoints of the Kestrel section, which would otherwise win.
            yield return new(WebHostDefaults.PreferHostingUrlsKey, "true");
        }

        if (Http2Port is { } http2)
            yield return new("Gateway:Http2Port", http2.ToString(System.Globalization.CultureInfo.InvariantCulture));

        // A single value under "default" comes before all that files and environment say of the service.
        if (CoredinatorPort is { } coredinator)
            yield return new("services:coredinator:default", $"http://localhost:{coredinator}");
        if (CoreTelemetryPort is { } coretelemetry)
            yield return new("services:coretelemetry:default", $"http://localhost:{coretelemetry}");
        if ((CoredinatorPort ?? CoreTelemetryPort) is not null)
            yield return new(BuiltInRoutes.Key, "true");
    }

    // The server gives any free port on an address, but not on a name.
    private string HostInUrl => Host switch
    {
        null or "localhost" => Port == 0 ? "127.0.0.1" : "localhost",
        _ => AddressText.InUrl(Host),
    };
}
