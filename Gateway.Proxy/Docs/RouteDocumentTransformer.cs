using Gateway.Proxy.Diagnostics;
using Gateway.Proxy.Forwarding;
using Gateway.Proxy.Sessions;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.OpenApi;

namespace Gateway.Proxy.Docs;

/// <summary>Adds the routes in force to the OpenAPI document.</summary>
internal sealed class RouteDocumentTransformer(GatewayRoutes gateway) : IOpenApiDocumentTransformer
{
    private static readonly HttpMethod[] AllMethods = [HttpMethod.Get, HttpMethod.Post, HttpMethod.Put, HttpMethod.Patch, HttpMethod.Delete, HttpMethod.Head, HttpMethod.Options];

    public Task TransformAsync(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        document.Info.Title = "Gateway";
        document.Info.Version = GatewayVersion.Text;
        document.Info.Description = "Forwards requests to the services behind it, reports their health, and responds with an error when they fail.";
        foreach (var routes in gateway.Table.Routes.GroupBy(state => PathOf(state.Pattern)))
        {
            if (document.Paths.TryGetValue(routes.Key, out var known) && known is OpenApiPathItem item)
                AddOperations(item, routes);
            else
                document.Paths[routes.Key] = AddOperations(new(), routes);
        }

        return Task.CompletedTask;
    }

    // A path has one operation for each method, also where several routes share them.
    private static OpenApiPathItem AddOperations(OpenApiPathItem item, IEnumerable<RouteRuntime> routes)
    {
        var byMethod = routes.OrderBy(state => state.Route.Order).ThenByDescending(state => state.Route.Match.Conditions)
            .SelectMany(state => MethodsOf(state).Select(method => (method, state))).GroupBy(pair => pair.method, pair => pair.state);
        foreach (var method in byMethod)
            item.AddOperation(method.Key, method.ToArray() is [var only] ? Only(only, method.Key) : Shared([.. method], method.Key));
        return item;
    }

    private static IEnumerable<HttpMethod> MethodsOf(RouteRuntime state) =>
        state.Route.Methods is { Count: > 0 } some ? some.Select(method => new HttpMethod(method)) : AllMethods;

    private static OpenApiOperation Only(RouteRuntime state, HttpMethod method)
    {
        var operation = Operation(state, method);
        if (state.Route.Match.Conditions > 0)
            operation.Description = $"Only for {RouteConditions.Text(state.Route.Match)}";
        operation.Parameters = [.. operation.Parameters!, .. RouteConditions.Parameters(state.Route.Match, areRequired: true)];
        return operation;
    }

    private static OpenApiOperation Shared(RouteRuntime[] states, HttpMethod method)
    {
        var operation = Operation(states[0], method);
        operation.Tags = states.Select(state => new OpenApiTagReference(state.Route.Name)).ToHashSet();
        operation.Summary = $"Forwarded by the first of these routes that fits: {string.Join(", ", states.Select(state => state.Route.Name))}";
        operation.Description = string.Join("\n", states.Select(state => $"- {state.Route.Name}: {RouteConditions.Text(state.Route.Match)}; forwarded to {TargetsOf(state)}"));
        operation.Parameters = [.. operation.Parameters!, .. states.SelectMany(state => RouteConditions.Parameters(state.Route.Match, areRequired: false)).DistinctBy(parameter => (parameter.In, parameter.Name))];
        return operation;
    }

    private static string TargetsOf(RouteRuntime state) => string.Join(", ", state.Route.Targets.Select(target => target.Name));

    private static OpenApiOperation Operation(RouteRuntime state, HttpMethod method) => new()
    {
        OperationId = $"{state.Route.Name}-{method.Method.ToLowerInvariant()}",
        Tags = new HashSet<OpenApiTagReference> { new(state.Route.Name) },
        Summary = $"Forwarded to {TargetsOf(state)}",
        Parameters = [.. state.Pattern.Parameters.Select(Parameter), .. Session(state.Sessions)],
        RequestBody = method == HttpMethod.Post || method == HttpMethod.Put || method == HttpMethod.Patch
            ? new OpenApiRequestBody { Content = new Dictionary<string, OpenApiMediaType> { ["application/json"] = new OpenApiMediaType { Schema = new OpenApiSchema { Type = JsonSchemaType.Object } } } }
            : null,
        Responses = new()
        {
            ["default"] = new OpenApiResponse { Description = "The upstream service's response" },
            ["502"] = new OpenApiResponse { Description = "Bad gateway: connect_failed, upstream_reset, upstream_protocol_error" },
            ["503"] = new OpenApiResponse { Description = "Service unavailable: circuit_open, no_target" },
            ["504"] = new OpenApiResponse { Description = "Gateway timeout: connect_timeout, read_timeout, write_timeout, request_timeout, pool_timeout" },
        },
    };

    private static IOpenApiParameter Parameter(RoutePatternParameterPart part) => new OpenApiParameter
    {
        Name = part.Name,
        In = ParameterLocation.Path,
        Required = true,
        AllowReserved = part.IsCatchAll,
        Description = part.IsCatchAll ? "The rest of the path; may contain slashes, and a query after a question mark" : null,
        Schema = new OpenApiSchema { Type = JsonSchemaType.String },
    };

    private static IEnumerable<IOpenApiParameter> Session(RouteSessions? sessions) => sessions?.Type is SessionPersistenceType.Cookie or SessionPersistenceType.Header
        ? [new OpenApiParameter
        {
            Name = sessions.Name,
            In = sessions.Type == SessionPersistenceType.Cookie ? ParameterLocation.Cookie : ParameterLocation.Header,
            Description = "The session: its requests go to one target" + (sessions.Type == SessionPersistenceType.Cookie ? ". A response to a request without one sets it" : string.Empty),
            Schema = new OpenApiSchema { Type = JsonSchemaType.String },
        }]
        : [];

    private static string PathOf(RoutePattern pattern) => "/" + string.Join('/', pattern.PathSegments.Select(segment => string.Concat(segment.Parts.Select(part => part switch
    {
        RoutePatternLiteralPart literal => literal.Content,
        RoutePatternSeparatorPart separator => separator.Content,
        RoutePatternParameterPart parameter => $"{{{parameter.Name}}}",
        _ => string.Empty,
    }))));
}
