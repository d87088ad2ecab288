using Gateway.Proxy.Configuration.Tables;
using Gateway.Proxy.Settings;

namespace Gateway.Proxy.CommandLine;

/// <summary>The parsed command line; see <c>--help</c>.</summary>
internal sealed record GatewayArguments(string? Host, int? Port, int? Http2Port, int? CoredinatorPort, int? CoreTelemetryPort, FileInfo? Config, bool ValidateConfig, bool PrintConfig)
{
    /// <summary>The default port.</summary>
    public const int DefaultPort = 8001;

    /// <summary>The arguments as configuration, which overrides all other sources.</summary>
    public IEnumerable<KeyValuePair<string, string?>> AsConfiguration()
    {
        if (Port is not null || Host is not null)
        {
            yield return new(WebHostDefaults.ServerUrlsKey, $"http://{HostInUrl}:{Port ?? DefaultPort}");

            // Endpoints of the Kestrel section would otherwise take precedence.
            yield return new(WebHostDefaults.PreferHostingUrlsKey, "true");
        }

        if (Http2Port is { } http2)
            yield return new("Gateway:Http2Port", http2.ToString(System.Globalization.CultureInfo.InvariantCulture));

        // A single value under "default" takes precedence over the service's endpoints in files and environment.
        if (CoredinatorPort is { } coredinator)
            yield return new("services:coredinator:default", $"http://localhost:{coredinator}");
        if (CoreTelemetryPort is { } coretelemetry)
            yield return new("services:coretelemetry:default", $"http://localhost:{coretelemetry}");
        if ((CoredinatorPort ?? CoreTelemetryPort) is not null)
            yield return new(BuiltInRoutes.Key, "true");
    }

    /// <summary>The arguments that set <paramref name="key"/>.</summary>
    public static string NamesOf(string key) => key.ToUpperInvariant() switch
    {
        "URLS" => "--host, --port",
        "GATEWAY:HTTP2PORT" => "--http2-port",
        "SERVICES:COREDINATOR:DEFAULT" => "--coredinator-port",
        "SERVICES:CORETELEMETRY:DEFAULT" => "--coretelemetry-port",
        "GATEWAY:BUILTINROUTES" => "--coredinator-port, --coretelemetry-port",
        _ => "arguments",
    };

    // Kestrel supports port 0 (any free port) for an address, but not for localhost.
    private string HostInUrl => Host switch
    {
        null or "localhost" => Port == 0 ? "127.0.0.1" : "localhost",
        _ => AddressText.InUrl(Host),
    };
}
