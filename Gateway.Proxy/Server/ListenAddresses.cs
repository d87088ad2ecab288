using System.Globalization;
using System.Net;
using Gateway.Proxy.Configuration;
using Gateway.Proxy.Configuration.Tables;

namespace Gateway.Proxy.Server;

/// <summary>The addresses on which Kestrel listens, derived from the configuration as the framework does it.</summary>
internal static class ListenAddresses
{
    private const string Endpoints = "Kestrel:Endpoints";

    /// <summary>Whether the <c>Kestrel</c> section defines the endpoints, rather than URLs and ports.</summary>
    public static bool AreEndpoints(IConfiguration configuration) =>
        configuration.GetSection(Endpoints).GetChildren().Any() && !(IsPreferred(configuration) && !string.IsNullOrEmpty(configuration[WebHostDefaults.ServerUrlsKey]));

    public static IReadOnlyList<string> Of(IConfiguration configuration)
    {
        if (AreEndpoints(configuration))
            return [.. configuration.GetSection(Endpoints).GetChildren().Select(endpoint => endpoint["Url"]).OfType<string>()];
        if (Split(configuration[WebHostDefaults.ServerUrlsKey]) is { Length: > 0 } urls)
            return urls;
        return
        [
            .. Split(configuration[WebHostDefaults.HttpPortsKey]).Select(port => $"http://*:{port}"),
            .. Split(configuration[WebHostDefaults.HttpsPortsKey]).Select(port => $"https://*:{port}"),
        ];
    }

    /// <summary>Adds addresses to those that the configuration names.</summary>
    /// <param name="builder">The application's builder.</param>
    /// <param name="name">What an endpoint of the <c>Kestrel</c> section is called for them.</param>
    /// <param name="urls">The addresses.</param>
    public static void Add(WebApplicationBuilder builder, string name, params IReadOnlyList<string> urls)
    {
        var configuration = builder.Configuration;
        if (AreEndpoints(configuration))
        {
            for (var i = 0; i < urls.Count; i++)
                configuration[ConfigurationPath.Combine(Endpoints, i == 0 ? name : $"{name}-{i}", "Url")] = urls[i];
            return;
        }

        builder.WebHost.UseUrls([.. Of(configuration).DefaultIfEmpty("http://localhost:5000"), .. urls]);

        // The ports are part of the URLs now. With both, the framework would warn that the URLs take precedence.
        configuration[WebHostDefaults.HttpPortsKey] = configuration[WebHostDefaults.HttpsPortsKey] = string.Empty;
    }

    /// <summary>A dedicated port must not be used by anything else.</summary>
    public static void CheckOwn(IConfiguration configuration, string path, int? port, ConfigurationErrors errors)
    {
        if (port is { } own && Of(configuration).FirstOrDefault(address => PortOf(address) == own) is { } taken)
            errors.Refuse(path, own.ToString(CultureInfo.InvariantCulture), $"is also the port of {taken}; allowed: a port of its own");
    }

    /// <summary>URLs and ports must be such that the server can listen there; endpoints are checked as the server reads them.</summary>
    public static void Check(IConfiguration configuration, ConfigurationErrors errors)
    {
        if (AreEndpoints(configuration))
            return;
        var key = string.IsNullOrEmpty(configuration[WebHostDefaults.ServerUrlsKey]) ? WebHostDefaults.HttpPortsKey : WebHostDefaults.ServerUrlsKey;
        foreach (var address in Of(configuration).Where(address => PortOf(address) is null))
            errors.Refuse(key, address, "is not allowed; allowed: addresses such as http://localhost:8001, a host of an IP address, localhost or *, and a port from 0 to 65535");
    }

    /// <summary>The port of an address; null when the server cannot listen there.</summary>
    private static int? PortOf(string address)
    {
        try
        {
            var parsed = BindingAddress.Parse(address);
            return parsed.IsUnixPipe ? 0 : parsed is { Scheme: "http" or "https", PathBase: "", Port: >= 0 and <= IPEndPoint.MaxPort } && IsHost(parsed.Host) ? parsed.Port : null;
        }
        catch (FormatException)
        {
            return null;
        }
    }

    // Kestrel listens on all addresses when the host is neither an IP address nor localhost, also for a host name.
    private static bool IsHost(string host) => AddressText.IsHost(host) || host == "+" || Uri.CheckHostName(host) == UriHostNameType.Dns;

    private static bool IsPreferred(IConfiguration configuration) =>
        configuration[WebHostDefaults.PreferHostingUrlsKey] is { } text && (text == "1" || text.Equals("true", StringComparison.OrdinalIgnoreCase));

    private static string[] Split(string? text) => text?.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];
}
