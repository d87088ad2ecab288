using Gateway.Proxy.Telemetry;

namespace Gateway.Proxy.Forwarding;

/// <summary>The steps of a request after route selection: the route's access policies in their order (<see cref="AccessPolicies"/>), then the attempt loop.</summary>
internal sealed class RoutePipeline(RouteForwarder forwarder, RequestTelemetry telemetry)
{
    public Task InvokeAsync(HttpContext context, RouteRuntime route)
    {
        telemetry.Routed(context, route.Route.Name);
        var policies = route.AccessPolicies;
        for (var i = 0; i < policies.Length; i++)
        {
            var admission = policies[i].AdmitAsync(context, route.Route.Name);
            if (!admission.IsCompletedSuccessfully)
                return ContinueAsync(admission, i + 1, context, route);
            if (!admission.Result)
                return Task.CompletedTask;
        }

        return forwarder.ForwardAsync(context, route);
    }

    private async Task ContinueAsync(ValueTask<bool> admission, int next, HttpContext context, RouteRuntime route)
    {
        if (!await admission)
            return;
        for (; next < route.AccessPolicies.Length; next++)
        {
            if (!await route.AccessPolicies[next].AdmitAsync(context, route.Route.Name))
                return;
        }

        await forwarder.ForwardAsync(context, route);
    }
}
