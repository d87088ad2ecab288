using Microsoft.OpenApi;

namespace Gateway.Proxy.Docs;

/// <summary>The <c>Match</c> of a route in the OpenAPI document.</summary>
internal static class RouteConditions
{
    /// <summary>In words, for example <c>header X-Tester: yes</c>.</summary>
    public static string Text(MatchSettings match) => match.Conditions == 0
        ? "all other requests"
        : string.Join(", ", [.. Hosts(match), .. Named("header", match.Headers), .. Named("cookie", match.Cookies), .. Named("query parameter", match.Query)]);

    /// <summary>One parameter for each name.</summary>
    public static IEnumerable<IOpenApiParameter> Parameters(MatchSettings match, bool areRequired) =>
    [
        .. match.Headers.Select(pair => Parameter(ParameterLocation.Header, pair.Key, pair.Value, areRequired)),
        .. match.Cookies.Select(pair => Parameter(ParameterLocation.Cookie, pair.Key, pair.Value, areRequired)),
        .. match.Query.Select(pair => Parameter(ParameterLocation.Query, pair.Key, pair.Value, areRequired)),
    ];

    private static IEnumerable<string> Hosts(MatchSettings match) => match.Hosts.Count == 0 ? [] : [$"host {string.Join(" or ", match.Hosts)}"];

    private static IEnumerable<string> Named(string kind, IReadOnlyDictionary<string, IReadOnlyList<string>> conditions) =>
        conditions.Select(pair => $"{kind} {pair.Key}: {string.Join(" or ", pair.Value)}");

    private static OpenApiParameter Parameter(ParameterLocation location, string name, IReadOnlyList<string> values, bool isRequired) => new()
    {
        Name = name,
        In = location,
        Required = isRequired,
        Description = $"Selects the route: {string.Join(" or ", values)}",
        Schema = new OpenApiSchema { Type = JsonSchemaType.String },
    };
}
