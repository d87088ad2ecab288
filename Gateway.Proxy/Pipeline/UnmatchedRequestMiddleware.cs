using Gateway.Proxy.Endpoints;
using Gateway.Proxy.Errors;
using Gateway.Proxy.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Gateway.Proxy.Pipeline;

/// <summary>Answers requests that no route takes: 404, or 405 with <c>Allow</c>.</summary>
internal sealed class UnmatchedRequestMiddleware(RequestDelegate next, ProblemWriter problems, GatewayHeaders own)
{
    // Where only the method does not fit, routing chooses an endpoint of its own, which is no RouteEndpoint.
    public Task InvokeAsync(HttpContext context) => context.GetEndpoint() switch
    {
        RouteEndpoint => OwnRoutes.Has(context) ? next(context) : HandleAsync(context),
        null => problems.WriteAsync(context, ProblemKind.OfStatus(StatusCodes.Status404NotFound)),
        var rejection => RejectAsync(context, rejection),
    };

    private Task HandleAsync(HttpContext context)
    {
        // An exception handler of the application's begins with an empty response.
        context.Response.OnStarting(
            static state =>
            {
                var (own, context) = ((GatewayHeaders, HttpContext))state;
                own.Apply(context);
                return Task.CompletedTask;
            },
            (own, context));

        // A handler may read the body and forward the request nevertheless, which must not look like an empty body.
        if (context.Features.Get<IHttpRequestBodyDetectionFeature>() is { CanHaveBody: true })
            WatchedBody.Watch(context.Request);
        return next(context);
    }

    private async Task RejectAsync(HttpContext context, Endpoint rejection)
    {
        if (rejection.RequestDelegate is { } reject)
            await reject(context);
        await problems.WriteAsync(context, ProblemKind.OfStatus(context.Response.StatusCode is >= 400 and var status ? status : StatusCodes.Status404NotFound));
    }
}
