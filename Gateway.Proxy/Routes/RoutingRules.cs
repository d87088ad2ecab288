using Gateway.Proxy.Configuration;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Extensions.Options;

namespace Gateway.Proxy.Routes;

/// <summary>What must hold so that ASP.NET Core's routing can take a route beside the gateway's own endpoints.</summary>
internal static class RoutingRules
{
    /// <summary>The gateway's own endpoints; a wider pattern such as <c>/{**path}</c> may stand behind them.</summary>
    private static readonly string[] OwnPaths = ["/", "/alive", "/health"];

    /// <summary>Everything below these is the gateway's.</summary>
    private static readonly string[] OwnTrees = ["docs", "gateway", "openapi"];

    private static readonly DefaultInlineConstraintResolver Constraints = new(
        Options.Create(WithRegex(new RouteOptions())), new ServiceCollection().BuildServiceProvider());

    public static void Check(GatewayRoute route, RoutePattern pattern, Problems problems)
    {
        var path = ConfigurationPath.Combine(RouteSetRules.PathOf(route.Name), "Path");
        if (OwnPathOf(pattern) is { } own)
            problems.Add(path, $"\"{route.Path}\" is the gateway's own ({own}); allowed: any path but /, /alive, /health and those under /docs, /gateway, /openapi");
        foreach (var (name, policies) in pattern.ParameterPolicies)
        {
            foreach (var policy in policies)
                CheckConstraint(route, name, policy.Content, path, problems);
        }
    }

    private static string? OwnPathOf(RoutePattern pattern)
    {
        if (!pattern.PathSegments.All(IsLiteral))
            return pattern.PathSegments is [var head, ..] && IsLiteral(head) && OwnTreeOf(head) is { } tree ? $"/{tree}" : null;
        var path = "/" + string.Join('/', pattern.PathSegments.Select(Text));
        return OwnPaths.FirstOrDefault(own => own.Equals(path, StringComparison.OrdinalIgnoreCase))
            ?? (OwnTreeOf(pattern.PathSegments[0]) is { } first ? $"/{first}" : null);
    }

    private static string? OwnTreeOf(RoutePatternPathSegment segment) =>
        OwnTrees.FirstOrDefault(tree => tree.Equals(Text(segment), StringComparison.OrdinalIgnoreCase));

    private static void CheckConstraint(GatewayRoute route, string parameter, string? constraint, string path, Problems problems)
    {
        if (constraint is null)
            return;
        try
        {
            if (Constraints.ResolveConstraint(constraint) is null)
                problems.Add(path, $"\"{route.Path}\" names the unknown constraint \"{constraint}\" of \"{parameter}\"{Suggestion.For(constraint, WithRegex(new()).ConstraintMap.Keys)}; allowed: ASP.NET Core's route constraints, for example int, guid, alpha, regex(...)");
        }
        catch (Exception exception) when (exception is RouteCreationException or ArgumentException or FormatException or OverflowException)
        {
            problems.Add(path, $"\"{route.Path}\": the constraint \"{constraint}\" of \"{parameter}\" is not right: {exception.GetBaseException().Message}");
        }
    }

    private static RouteOptions WithRegex(RouteOptions options)
    {
        options.SetParameterPolicy<Microsoft.AspNetCore.Routing.Constraints.RegexInlineRouteConstraint>("regex");
        return options;
    }

    private static bool IsLiteral(RoutePatternPathSegment segment) => segment is { IsSimple: true, Parts: [RoutePatternLiteralPart] };

    private static string Text(RoutePatternPathSegment segment) => ((RoutePatternLiteralPart)segment.Parts[0]).Content;
}
