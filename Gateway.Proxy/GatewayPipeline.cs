using Gateway.Proxy.Access.PathSpelling;
using Gateway.Proxy.Docs;
using Gateway.Proxy.Errors;
using Gateway.Proxy.Pipeline;
using Gateway.Proxy.Runtime;
using Gateway.Proxy.Settings;
using Gateway.Proxy.Status;
using Gateway.Proxy.Telemetry;

namespace Gateway.Proxy;

/// <summary>THE order in which a request passes through the gateway.</summary>
public static class GatewayPipeline
{
    /// <summary>Maps the gateway's routes and its own endpoints: docs, health, status.</summary>
    public static WebApplication MapGateway(this WebApplication app)
    {
        ArgumentNullException.ThrowIfNull(app);
        var problems = app.Services.GetRequiredService<ProblemWriter>();
        var own = app.Services.GetRequiredService<GatewayHeaders>();

        // Their instruments are there from the start, not from the first request that asks for them.
        app.Services.GetRequiredService<TargetGauges>();

        app.Use(next => new RequestTelemetryMiddleware(next, app.Services.GetRequiredService<RequestTelemetry>(), app.Services.GetRequiredService<AccessLog>()).InvokeAsync);
        app.Use(next => new GatewayHeadersMiddleware(next, own).InvokeAsync);
        app.Use(next => new RequestValidationMiddleware(next, problems).InvokeAsync);
        RequestDelegate? routing = null;
        app.Use(next => routing = next);
        app.UseRouting();
        var gateway = app.Services.GetRequiredService<GatewayRoutes>();
        var spellings = app.Services.GetRequiredService<ILogger<PathSpellingMiddleware>>();
        app.Use(next => new PathSpellingMiddleware(next, context => routing!(context), () => gateway.Table.AsksForTokens, problems, spellings, app.Services.GetRequiredService<TimeProvider>()).InvokeAsync);
        app.Use(next => new UnmatchedRequestMiddleware(next, problems, own).InvokeAsync);

        // PortPolicy says on which ports each of the gateway's own endpoints is.
        app.MapRoot();
        app.MapDocs();
        app.MapHealth();
        app.MapStatus();
        if (app.Services.GetRequiredService<GatewaySettings>().Management.Prometheus)
            app.MapPrometheus();
        ((IEndpointRouteBuilder)app).DataSources.Add(app.Services.GetRequiredService<RouteEndpoints>());
        return app;
    }
}
