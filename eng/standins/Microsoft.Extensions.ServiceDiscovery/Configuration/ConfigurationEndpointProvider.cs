// Stands in for Microsoft.Extensions.ServiceDiscovery.Configuration: endpoints from the configuration section "Services".

using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.ServiceDiscovery.Configuration;

internal sealed partial class ConfigurationEndpointProvider(
    IConfiguration configuration,
    IOptions<ServiceDiscoveryOptions> options,
    ILogger<ConfigurationEndpointProvider> logger) : IEndpointProvider
{
    private const string SectionName = "Services";
    private const string DefaultEndpointName = "default";

    public bool IsLastResort => false;

    public void Find(ServiceEndpointQuery query, FoundEndpoints found)
    {
        // Taken before anything is read, so that a change in between is not lost.
        found.WatchFor(configuration.GetReloadToken());

        var service = configuration.GetSection(SectionName).GetSection(query.ServiceName);
        var schemes = options.Value.ApplyAllowedSchemes(query.IncludedSchemes);
        if (FindSection(service, query.EndpointName, schemes) is not { } section)
        {
            Log.NotConfigured(logger, query.ToString());
            return;
        }

        var configured = ReadEntries(section).ToList();
        var anyScheme = query.IncludedSchemes.Count == 0 && options.Value.AllowAllSchemes;
        found.Endpoints.AddRange(anyScheme ? configured : PreferredScheme(configured, schemes));
        Log.Configured(logger, query.ToString(), section.Path, found.Endpoints.Count);
    }

    private static IConfigurationSection? FindSection(IConfigurationSection service, string? endpointName, IReadOnlyList<string> schemes)
    {
        IEnumerable<string> candidates = string.IsNullOrWhiteSpace(endpointName) ? [DefaultEndpointName, .. schemes] : [endpointName];
        return candidates.Select(service.GetSection).FirstOrDefault(section => section.Exists());
    }

    private static IEnumerable<ServiceEndpoint> ReadEntries(IConfigurationSection section)
    {
        if (!string.IsNullOrWhiteSpace(section.Value)) return [ReadEntry(section)];

        return section.GetChildren().Select(entry => int.TryParse(entry.Key, out _)
            ? ReadEntry(entry)
            : throw new KeyNotFoundException($"The endpoint configuration section '{section.Path}' has non-numeric keys."));
    }

    private static ServiceEndpoint ReadEntry(IConfigurationSection entry) =>
        ServiceEndpoint.TryParse(entry.Value, out var endpoint)
            ? endpoint
            : throw new KeyNotFoundException($"The endpoint configuration '{entry.Path}' has an invalid value.");

    /// <summary>Entries of the first wanted scheme that any entry has; entries without a scheme always stay.</summary>
    private static IEnumerable<ServiceEndpoint> PreferredScheme(List<ServiceEndpoint> configured, IReadOnlyList<string> schemes)
    {
        var preferred = schemes.FirstOrDefault(scheme => configured.Any(endpoint => SchemeOf(endpoint) == scheme));
        return configured.Where(endpoint => SchemeOf(endpoint) is not { } scheme || scheme == preferred);
    }

    private static string? SchemeOf(ServiceEndpoint endpoint) => (endpoint.EndPoint as UriEndPoint)?.Uri.Scheme;

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Debug, "No endpoint is configured for '{Query}'.", EventName = "NotConfigured")]
        public static partial void NotConfigured(ILogger logger, string query);

        [LoggerMessage(2, LogLevel.Debug, "'{Query}' uses '{Path}': {Count} endpoint(s).", EventName = "Configured")]
        public static partial void Configured(ILogger logger, string query, string path, int count);
    }
}
