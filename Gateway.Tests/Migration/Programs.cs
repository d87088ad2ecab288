using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;

namespace Gateway.Tests.Migration;

/// <summary>The C# of docs/migration.md. Each region is, word for word, a block of the page.</summary>
internal static class Programs
{
    public static WebApplication Canary(string[] args) => Build(args, builder =>
    {
        #region canary
        builder.AddGateway(gateway => gateway.AddRoute("telemetry", "/api/telemetry/{**path}", route => route
            .LoadBalance(LoadBalancingPolicy.Weighted)
            .To("http://telemetry-v1", weight: 95, name: "v1")
            .To("http://telemetry-v2", weight: 5, name: "v2")
            .StripPath()
            .HealthCheck("/health")));
        #endregion
    });

    public static WebApplication Testers(string[] args) => Build(args, builder =>
    {
        #region testers
        builder.AddGateway(gateway => gateway
            .AddRoute("telemetry-testers", "/api/telemetry/{**path}", route => route
                .MatchHeader("X-Tester", "yes")
                .To("http://telemetry-v2", name: "v2")
                .StripPath()
                .HealthCheck("/health"))
            .AddRoute("telemetry", "/api/telemetry/{**path}", route => route
                .LoadBalance(LoadBalancingPolicy.Weighted)
                .To("http://telemetry-v1", weight: 95, name: "v1")
                .To("http://telemetry-v2", weight: 5, name: "v2")
                .StripPath()
                .HealthCheck("/health")));
        #endregion
    });

    public static WebApplication StickyCanary(string[] args) => Build(args, builder =>
    {
        #region sticky-canary
        builder.AddGateway(gateway => gateway.AddRoute("telemetry", "/api/telemetry/{**path}", route => route
            .LoadBalance(LoadBalancingPolicy.Weighted)
            .PersistSessions(name: "gw-telemetry")
            .To("http://telemetry-v1", weight: 95, name: "v1")
            .To("http://telemetry-v2", weight: 5, name: "v2")
            .StripPath()
            .HealthCheck("/health")));
        #endregion
    });

    public static async Task SwitchAsync(GatewayRoutes gateway)
    {
        #region switch
        var canary = gateway.Routes.Single(route => route.Name == "telemetry");
        await gateway.ReplaceAsync(canary with
        {
            Targets = [.. canary.Targets.Select(target => target with { Weight = target.Name == "v2" ? 100 : 0 })],
        });
        #endregion
    }

    public static WebApplication DecompositionByRoutes(string[] args)
    {
        #region decomposition-routes
        var builder = WebApplication.CreateBuilder(args);
        builder.AddServiceDefaults();
        builder.AddGateway(gateway => gateway
            .AddRoute("users", "/api/legacy/users/{**rest}", route => route.To("http://users").RewritePath("/v2/users/{**rest}"))
            .AddRoute("orders", "/api/legacy/orders/{**rest}", route => route.To("http://orders").RewritePath("/orders/{**rest}"))
            .AddRoute("monolith", "/{**path}", route => route.To("http://monolith")));

        var app = builder.Build();
        app.MapGateway();
        #endregion
        return app;
    }

    public static WebApplication DecompositionByHandler(string[] args)
    {
        #region decomposition-handler
        var builder = WebApplication.CreateBuilder(args);
        builder.AddServiceDefaults();
        builder.AddGateway();

        var app = builder.Build();
        app.MapGateway();
        app.Map("/{**path}", () => Forward.To("http://monolith"));
        app.Map("/api/legacy/{area}/{**rest}", (string area, HttpRequest request) => area switch
        {
            "users" => Forward.To("http://users", "/v2/users/{**rest}"),
            "orders" when !request.Headers.ContainsKey("X-Use-Monolith") => Forward.To("http://orders", "/orders/{**rest}"),
            _ => Forward.To("http://monolith"),
        });
        #endregion
        return app;
    }

    private static WebApplication Build(string[] args, Action<WebApplicationBuilder> addGateway)
    {
        var builder = WebApplication.CreateBuilder(args);
        builder.AddServiceDefaults();
        addGateway(builder);

        var app = builder.Build();
        app.MapGateway();
        return app;
    }
}
