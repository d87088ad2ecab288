// Stands in for Microsoft.Extensions.ServiceDiscovery.ServiceDiscoveryOptions.

using Microsoft.Extensions.Primitives;

namespace Microsoft.Extensions.ServiceDiscovery;

/// <summary>Options of service discovery.</summary>
public sealed class ServiceDiscoveryOptions
{
    /// <summary>Whether endpoints of every scheme may be used; default <see langword="true"/>.</summary>
    public bool AllowAllSchemes { get; set; } = true;

    /// <summary>The schemes that may be used, the preferred first; ignored while <see cref="AllowAllSchemes"/> is true. Default none.</summary>
    public IList<string> AllowedSchemes { get; set; } = [];

    /// <summary>
    /// How often a provider is asked again whose <see cref="IChangeToken"/> does not call back; default 60 seconds.
    /// Both providers of this library call back, or never change, so nothing is polled.
    /// </summary>
    public TimeSpan RefreshPeriod { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>The schemes of a request that may be used; when the request names none, the allowed ones.</summary>
    /// <param name="requestedSchemes">The schemes the request names.</param>
    public IReadOnlyList<string> ApplyAllowedSchemes(IReadOnlyList<string> requestedSchemes)
    {
        ArgumentNullException.ThrowIfNull(requestedSchemes);
        if (requestedSchemes.Count == 0) return [.. AllowedSchemes];
        return AllowAllSchemes ? requestedSchemes : [.. requestedSchemes.Where(IsListed)];
    }

    internal bool IsAllowed(string scheme) => AllowAllSchemes || IsListed(scheme);

    private bool IsListed(string scheme) => AllowedSchemes.Contains(scheme, StringComparer.OrdinalIgnoreCase);
}
