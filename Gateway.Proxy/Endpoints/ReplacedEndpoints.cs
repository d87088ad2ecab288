using Gateway.Proxy.Diagnostics;

namespace Gateway.Proxy.Endpoints;

/// <summary>The gateway's own endpoints that the application replaces: it has an endpoint with the same path, for example <c>/health</c>.</summary>
internal sealed partial class ReplacedEndpoints(ILogger<ReplacedEndpoints> logger)
{
    /// <summary>Whether one of <paramref name="endpoints"/>, of which all match the own endpoint's path, takes its place.</summary>
    public static bool Holds(Endpoint own, IEnumerable<Endpoint> endpoints) => endpoints.Any(other => Replaces(other, own));

    /// <summary>Says once, at start, which own endpoints are replaced.</summary>
    public void Log(IEnumerable<EndpointDataSource> sources)
    {
        var endpoints = sources.SelectMany(source => source.Endpoints).ToArray();
        foreach (var own in endpoints.OfType<RouteEndpoint>().Where(endpoint => endpoint.Own() is not null && Holds(endpoint, endpoints)))
            LogReplaced(logger, "/" + PathOf(own));
    }

    private static bool Replaces(Endpoint other, Endpoint own) =>
        other is RouteEndpoint endpoint && other.Own() is null && !OwnRoutes.Are(other)
        && PathOf(endpoint).Equals(PathOf((RouteEndpoint)own), StringComparison.OrdinalIgnoreCase)
        && (MethodsOf(other) is not { Count: > 0 } methods || MethodsOf(own) is not { Count: > 0 } owns || methods.Intersect(owns, StringComparer.OrdinalIgnoreCase).Any());

    private static string PathOf(RouteEndpoint endpoint) => endpoint.RoutePattern.RawText?.Trim('/') ?? string.Empty;

    private static IReadOnlyList<string>? MethodsOf(Endpoint endpoint) => endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods;

    [LoggerMessage(EventIds.OwnEndpointReplaced, LogLevel.Information, "{Path} is an endpoint of the application; the gateway's own is served on the management port only, if there is one", EventName = nameof(EventIds.OwnEndpointReplaced))]
    private static partial void LogReplaced(ILogger logger, string path);
}
