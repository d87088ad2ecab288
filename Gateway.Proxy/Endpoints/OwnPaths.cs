using Microsoft.AspNetCore.Routing.Patterns;

namespace Gateway.Proxy.Endpoints;

/// <summary>The paths of the gateway's own endpoints. A route with a wider pattern such as <c>/{**path}</c> is allowed beside them.</summary>
internal static class OwnPaths
{
    private static readonly (string Path, OwnEndpoint Endpoint)[] Single = [("/alive", OwnEndpoint.Health), ("/health", OwnEndpoint.Health), ("/ready", OwnEndpoint.Health)];

    private static readonly (string Segment, OwnEndpoint Endpoint)[] Trees = [("docs", OwnEndpoint.Docs), ("gateway", OwnEndpoint.Status), ("openapi", OwnEndpoint.Docs)];

    /// <summary>The own endpoint whose path a route's pattern names, and that path; null when there is none.</summary>
    public static (string Path, OwnEndpoint Endpoint)? Find(RoutePattern pattern)
    {
        if (pattern.PathSegments is not [var head, ..] || !IsLiteral(head))
            return null;
        foreach (var (segment, endpoint) in Trees)
        {
            if (segment.Equals(Text(head), StringComparison.OrdinalIgnoreCase))
                return ($"/{segment}", endpoint);
        }

        var path = pattern.PathSegments.All(IsLiteral) ? "/" + string.Join('/', pattern.PathSegments.Select(Text)) : null;
        foreach (var own in Single)
        {
            if (own.Path.Equals(path, StringComparison.OrdinalIgnoreCase))
                return own;
        }

        return null;
    }

    private static bool IsLiteral(RoutePatternPathSegment segment) => segment is { IsSimple: true, Parts: [RoutePatternLiteralPart] };

    private static string Text(RoutePatternPathSegment segment) => ((RoutePatternLiteralPart)segment.Parts[0]).Content;
}
