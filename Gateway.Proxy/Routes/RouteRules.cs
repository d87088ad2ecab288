using System.Buffers;
using Gateway.Proxy.Access.Cors;
using Gateway.Proxy.Access.Tokens;
using Gateway.Proxy.Configuration;
using Gateway.Proxy.Sessions;
using Gateway.Proxy.Targets;
using Gateway.Proxy.Transforms;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Net.Http.Headers;

namespace Gateway.Proxy.Routes;

/// <summary>Validates the settings of one route in combination.</summary>
internal static class RouteRules
{
    private static readonly SearchValues<char> NotInHost = SearchValues.Create("/?#@\\ \t,");

    public const string NoTargets = "is missing or empty; allowed: an address, or a list of addresses or objects, at least one";

    public static void Check(GatewayRoute route, string path, ConfigurationErrors errors)
    {
        if (route.Targets.Count == 0)
            errors.Add(ConfigurationPath.Combine(path, "Targets"), NoTargets);
        CheckSettings(route, path, errors);
    }

    /// <summary>All rules except that there must be targets.</summary>
    public static void CheckSettings(GatewayRoute route, string path, ConfigurationErrors errors)
    {
        void Report(string key, string message) => errors.Add(ConfigurationPath.Combine(path, key), message);

        CheckTargets(route, Report);
        CheckPaths(route, Report);
        CheckHost(route, Report);
        CorsRules.Check(route.Cors, Report);
        TokenRules.Check(route.Authorization, Report);
        UpstreamTlsRules.Check(route.Tls, Report);
        SessionPersistenceRules.Check(route.SessionPersistence, Report);
        if (route.SessionPersistence is { Type: SessionPersistenceType.Claim } && !route.Authorization.IsRequired)
            Report("SessionPersistence:Type", "\"Claim\" needs Authorization: without a token there are no claims; allowed: Authorization:Issuer beside it, or Cookie or Header");
        if (route.RateLimit.Claim is { } claim && !route.Authorization.IsRequired)
            Report("RateLimit:Claim", $"\"{claim}\" needs Authorization: without a token there are no claims; allowed: Authorization:Issuer beside it, or no Claim");

        if (route.CircuitBreaker.MaxBreakDuration < route.CircuitBreaker.BreakDuration)
            Report("CircuitBreaker:MaxBreakDuration", $"\"{route.CircuitBreaker.MaxBreakDuration}\" is shorter than BreakDuration; allowed: {route.CircuitBreaker.BreakDuration} or longer");
        if (route.Retry.MaxDelay < route.Retry.BaseDelay)
            Report("Retry:MaxDelay", $"\"{route.Retry.MaxDelay}\" is shorter than BaseDelay; allowed: {route.Retry.BaseDelay} or longer");
        if (route.Connections is { Max: { } max, MaxIdle: { } idle } && idle > max)
            Report("Connections:MaxIdle", $"\"{idle}\" is more than Max; allowed: at most {max}");
    }

    private static void CheckTargets(GatewayRoute route, Action<string, string> report)
    {
        foreach (var name in route.Targets.GroupBy(target => target.Name, StringComparer.OrdinalIgnoreCase).Where(group => group.Count() > 1))
            report("Targets", $"two targets are called \"{name.Key}\"; allowed: a name of its own for each target");

        if (route.LoadBalancing != LoadBalancingPolicy.Weighted && route.Targets.FirstOrDefault(target => target.Weight != RouteTarget.DefaultWeight) is { } weighted)
            report("LoadBalancing", $"weights need \"LoadBalancing\": \"Weighted\", in C# .LoadBalance(LoadBalancingPolicy.Weighted); it is \"{route.LoadBalancing}\", and target \"{weighted.Name}\" has weight {weighted.Weight}");
    }

    private static void CheckHost(GatewayRoute route, Action<string, string> report)
    {
        if (route.RequestHeaders.Remove.Contains(HeaderNames.Host, StringComparer.OrdinalIgnoreCase))
            report("RequestHeaders:Remove", "\"Host\" cannot be removed, a request must have one; allowed: Set it, or PreserveHost");
        if (route.RequestHeaders.Set.Keys.FirstOrDefault(name => name.Equals(HeaderNames.Host, StringComparison.OrdinalIgnoreCase)) is not { } host)
            return;
        if (route.PreserveHost)
            report("PreserveHost", "\"true\" contradicts Host in RequestHeaders:Set; allowed: one of them");
        if (!IsHost(route.RequestHeaders.Set[host]))
            report($"RequestHeaders:Set:{host}", $"\"{route.RequestHeaders.Set[host]}\" is not allowed; allowed: a host, with or without a port");
    }

    private static bool IsHost(string text) =>
        text.Length > 0 && !text.AsSpan().ContainsAny(NotInHost) && Uri.TryCreate($"http://{text}/", UriKind.Absolute, out var uri) && uri.Host.Length > 0;

    private static void CheckPaths(GatewayRoute route, Action<string, string> report)
    {
        RoutePattern pattern;
        try
        {
            pattern = RoutePattern(route.Path);
        }
        catch (Exception exception) when (exception is RoutePatternException or InvalidOperationException)
        {
            report("Path", $"\"{route.Path}\" is not a route pattern: {exception.Message}");
            return;
        }

        // Other proxies' notation for a prefix. Here it would only match a star.
        if (pattern.PathSegments.SelectMany(segment => segment.Parts).OfType<RoutePatternLiteralPart>().Any(part => part.Content.Contains('*', StringComparison.Ordinal)))
            report("Path", $"\"{route.Path}\" has a * that matches only the character *; allowed: {{**path}} for all paths below, for example /api/orders/{{**path}}");

        if (route.PathRewrite is null)
            return;
        if (route.StripPath)
            report("StripPath", "\"true\" contradicts PathRewrite; allowed: one of them, false or null for one that Gateway:Defaults have");
        if (!PathTemplate.TryParse(route.PathRewrite, pattern, out _, out var problem))
            report("PathRewrite", $"\"{route.PathRewrite}\" {problem}");
    }

    private static RoutePattern RoutePattern(string path) => RoutePatternFactory.Parse(path);
}
