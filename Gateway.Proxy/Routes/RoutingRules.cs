using Gateway.Proxy.Configuration;
using Gateway.Proxy.Configuration.Tables;
using Gateway.Proxy.Endpoints;
using Microsoft.AspNetCore.Routing.Patterns;

namespace Gateway.Proxy.Routes;

/// <summary>Validates that ASP.NET Core's routing accepts a route together with the gateway's own endpoints.</summary>
internal static class RoutingRules
{
    public static void Check(GatewayRoute route, RoutePattern pattern, Func<OwnEndpoint, bool> isServed, ConfigurationErrors errors)
    {
        var path = ConfigurationPath.Combine(RouteSetRules.PathOf(route.Name), "Path");
        if (OwnPaths.Find(pattern) is { } own && isServed(own.Endpoint))
            errors.Add(path, $"\"{route.Path}\" is the gateway's own ({own.Path}); allowed: another path, or Gateway:Endpoints:Public without {EndpointSettings.NameOf(own.Endpoint)}");
        foreach (var (name, policies) in pattern.ParameterPolicies)
        {
            foreach (var policy in policies)
                CheckConstraint(route, name, policy.Content, path, errors);
        }
    }

    private static void CheckConstraint(GatewayRoute route, string parameter, string? constraint, string path, ConfigurationErrors errors)
    {
        if (constraint is null)
            return;
        try
        {
            if (RouteConstraints.Resolve(constraint) is null)
                errors.Add(path, $"\"{route.Path}\" names the unknown constraint \"{constraint}\" of \"{parameter}\"{DidYouMean.For(constraint, RouteConstraints.Names)}; allowed: ASP.NET Core's route constraints, for example int, guid, alpha, regex(...)");
        }
        catch (Exception exception) when (RouteConstraints.IsRefusal(exception))
        {
            errors.Add(path, $"\"{route.Path}\": the constraint \"{constraint}\" of \"{parameter}\" is not right: {exception.GetBaseException().Message}");
        }
    }
}
