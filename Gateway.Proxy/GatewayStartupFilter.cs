using Gateway.Proxy.Runtime;

namespace Gateway.Proxy;

/// <summary>Puts the first steps of the pipeline in front of routing and of the application's middleware.</summary>
internal sealed class GatewayStartupFilter(RouteEndpoints routes) : IStartupFilter
{
    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        if (!routes.IsMapped)
            throw new InvalidOperationException("AddGateway was called, but MapGateway was not: call app.MapGateway() before app.Run().");
        GatewayPipeline.UseFirstSteps(app);
        next(app);
    };
}
