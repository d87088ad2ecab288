using Gateway.Proxy.Access.PathSpelling;
using Gateway.Proxy.Docs;
using Gateway.Proxy.Pipeline;
using Gateway.Proxy.Runtime;
using Gateway.Proxy.Server;
using Gateway.Proxy.Status;

namespace Gateway.Proxy;

/// <summary>The order in which a request passes through the gateway.</summary>
public static class GatewayPipeline
{
    /// <summary>Maps the gateway's routes and its own endpoints: docs, health, status.</summary>
    public static WebApplication MapGateway(this WebApplication app)
    {
        ArgumentNullException.ThrowIfNull(app);
        var services = app.Services;

        // Create the instruments at startup, not with the first request that uses them.
        services.GetRequiredService<TargetGauges>();

        // 1. What every request passes. The response goes back in the reverse order.
        app.UseMiddleware<RequestTelemetryMiddleware>();
        app.UseMiddleware<GatewayHeadersMiddleware>();
        app.UseMiddleware<RequestValidationMiddleware>();

        // 2. Routing chooses an endpoint: a route's, one of the gateway's own, or one of the application's.
        RequestDelegate? routing = null;
        app.Use(next => routing = next);
        app.UseRouting();
        var gateway = services.GetRequiredService<GatewayRoutes>();
        app.UseMiddleware<PathSpellingMiddleware>((RequestDelegate)(context => routing!(context)), () => gateway.Table.AsksForTokens);
        app.UseMiddleware<UnmatchedRequestMiddleware>();

        // 3a. The gateway's own endpoints. PortPolicy says on which ports each of them is.
        app.MapRoot();
        app.MapDocs();
        app.MapHealth();
        app.MapStatus();
        if (services.GetRequiredService<ManagementSettings>().Prometheus)
            app.MapPrometheus();

        // 3b. A route: the access policies (CORS, rate limit by address, bearer token, rate limit by claim: AccessPolicies says which of them a
        // route has), then the attempt loop. RoutePipeline is the way from here.
        ((IEndpointRouteBuilder)app).DataSources.Add(services.GetRequiredService<RouteEndpoints>());
        return app;
    }
}
