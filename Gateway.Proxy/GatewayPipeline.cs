using Gateway.Proxy.Access.PathSpelling;
using Gateway.Proxy.Docs;
using Gateway.Proxy.Endpoints;
using Gateway.Proxy.Matching;
using Gateway.Proxy.Pipeline;
using Gateway.Proxy.Runtime;
using Gateway.Proxy.Server;
using Gateway.Proxy.Status;

namespace Gateway.Proxy;

/// <summary>The order in which a request passes through the gateway.</summary>
public static class GatewayPipeline
{
    // 1. What every request passes first, before routing and the application's middleware. The response goes back in the reverse order.
    internal static void UseFirstSteps(IApplicationBuilder app)
    {
        app.UseOtherConnection();
        app.UseMiddleware<ClosedConnectionMiddleware>();
        app.UseMiddleware<RequestTelemetryMiddleware>();
        app.UseMiddleware<GatewayHeadersMiddleware>();
        app.UseMiddleware<RequestValidationMiddleware>();
        app.UseOtherConnection();
    }

    // 2. Routing, which the framework puts in front of the application's middleware, chooses an endpoint: a route's, one of the gateway's own, or
    // one of the application's. So authentication, authorization, CORS and the like see the endpoint, wherever the application adds them.

    /// <summary>Maps the gateway's routes and its own endpoints: docs, health, status. An endpoint of the application with the same path takes precedence over an own one.</summary>
    /// <exception cref="InvalidOperationException"><c>AddGateway</c> was not called, or <c>MapGateway</c> was called before.</exception>
    public static WebApplication MapGateway(this WebApplication app)
    {
        ArgumentNullException.ThrowIfNull(app);
        var services = app.Services;
        var routes = services.GetService<RouteEndpoints>()
            ?? throw new InvalidOperationException("MapGateway needs the services of the gateway: call builder.AddGateway() before builder.Build().");
        if (routes.IsMapped)
            throw new InvalidOperationException("MapGateway was called twice: one call maps all routes.");
        routes.IsMapped = true;

        // Create the instruments at startup, not with the first request that uses them.
        services.GetRequiredService<TargetGauges>();

        // 3. Where the application calls MapGateway: a request that matches nothing ends here.
        app.UseOtherConnection();
        var gateway = services.GetRequiredService<GatewayRoutes>();
        EndpointChoice choice = new(app);
        app.UseMiddleware<PathSpellingMiddleware>(choice, () => gateway.Table.AsksForTokens);
        app.UseMiddleware<UnmatchedRequestMiddleware>(new AllowedMethods(choice, () => gateway.Table.MethodsInDoubt));
        app.UseOtherConnection(IsOfApplication);

        // 4a. The gateway's own endpoints. PortPolicy says on which ports each of them is.
        app.MapRoot();
        app.MapDocs();
        app.MapHealth();
        app.MapStatus();
        if (services.GetRequiredService<ManagementSettings>().Prometheus)
            app.MapPrometheus();

        // 4b. A route: the access policies (CORS, rate limit by address, bearer token, rate limit by claim: AccessPolicies says which of them a
        // route has), then the attempt loop. RoutePipeline is the way from here.
        var sources = ((IEndpointRouteBuilder)app).DataSources;
        sources.Add(routes);
        app.Lifetime.ApplicationStarted.Register(() => services.GetRequiredService<ReplacedEndpoints>().Log(sources));
        return app;
    }

    private static bool IsOfApplication(HttpContext context) => context.GetEndpoint() is RouteEndpoint endpoint && !OwnRoutes.Has(context) && endpoint.Own() is null;
}
