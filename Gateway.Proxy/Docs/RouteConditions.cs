using Microsoft.OpenApi;

namespace Gateway.Proxy.Docs;

/// <summary>The <c>Match</c> of a route in the OpenAPI document, which is public: without the values of headers, cookies and query parameters.</summary>
internal static class RouteConditions
{
    /// <summary>In words, for example <c>header X-Tester</c>.</summary>
    public static string Text(MatchSettings match) => match.Conditions == 0
        ? "all other requests"
        : string.Join(", ", [.. Hosts(match), .. Named("header", match.Headers), .. Named("cookie", match.Cookies), .. Named("query parameter", match.Query)]);

    /// <summary>One parameter for each name.</summary>
    public static IEnumerable<IOpenApiParameter> Parameters(MatchSettings match, bool areRequired) =>
    [
        .. match.Headers.Keys.Select(name => Parameter(ParameterLocation.Header, name, areRequired)),
        .. match.Cookies.Keys.Select(name => Parameter(ParameterLocation.Cookie, name, areRequired)),
        .. match.Query.Keys.Select(name => Parameter(ParameterLocation.Query, name, areRequired)),
    ];

    private static IEnumerable<string> Hosts(MatchSettings match) => match.Hosts.Count == 0 ? [] : [$"host {string.Join(" or ", match.Hosts)}"];

    private static IEnumerable<string> Named(string kind, IReadOnlyDictionary<string, IReadOnlyList<string>> conditions) =>
        conditions.Keys.Select(name => $"{kind} {name}");

    private static OpenApiParameter Parameter(ParameterLocation location, string name, bool isRequired) => new()
    {
        Name = name,
        In = location,
        Required = isRequired,
        Description = "Selects the route",
        Schema = new OpenApiSchema { Type = JsonSchemaType.String },
    };
}
