using Gateway.Proxy.Server;

namespace Gateway.Proxy.Endpoints;

/// <summary>Where the gateway's own endpoints are served.</summary>
internal sealed record EndpointSettings
{
    /// <summary>
    /// The own endpoints that the public ports serve; the paths of the others are free for routes. <see cref="OwnEndpoint.Status"/> counts only
    /// without a management port, which serves all of them. Default: all.
    /// </summary>
    public IReadOnlyList<OwnEndpoint> Public { get; init; } = Enum.GetValues<OwnEndpoint>();

    /// <summary>Whether the public ports serve an own endpoint; routes cannot use its paths then.</summary>
    internal bool Serves(OwnEndpoint endpoint, ManagementSettings management) =>
        Public.Contains(endpoint) && (endpoint != OwnEndpoint.Status || management.Port is null);

    /// <summary>Its name in the configuration.</summary>
    internal static string NameOf(OwnEndpoint endpoint) => endpoint.ToString().ToLowerInvariant();
}
