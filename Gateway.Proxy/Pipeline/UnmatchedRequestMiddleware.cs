using Gateway.Proxy.Endpoints;
using Gateway.Proxy.Errors;
using Gateway.Proxy.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;

namespace Gateway.Proxy.Pipeline;

/// <summary>Responds to requests that match no route: 404, or 405 with <c>Allow</c>.</summary>
internal sealed class UnmatchedRequestMiddleware(RequestDelegate next, AllowedMethods methods, ProblemWriter problems, GatewayHeaders own)
{
    // When only the method does not match, routing selects its own 405 endpoint, which is not a RouteEndpoint.
    public Task InvokeAsync(HttpContext context) => context.GetEndpoint() switch
    {
        RouteEndpoint => OwnRoutes.Has(context) ? next(context) : HandleAsync(context),
        null when IsPreflight(context.Request) => RejectPreflightAsync(context),
        var rejection => RejectAsync(context, rejection),
    };

    private Task HandleAsync(HttpContext context)
    {
        // An exception handler of the application starts with an empty response.
        context.Response.OnStarting(
            static state =>
            {
                var (own, context) = ((GatewayHeaders, HttpContext))state;
                own.Apply(context);
                return Task.CompletedTask;
            },
            (own, context));

        // A handler may read the body and then forward the request: that must not look like an empty body.
        if (context.Features.Get<IHttpRequestBodyDetectionFeature>() is { CanHaveBody: true })
            WatchedBody.Watch(context.Request);
        return next(context);
    }

    private static bool IsPreflight(HttpRequest request) =>
        HttpMethods.IsOptions(request.Method) && request.Headers.Origin.Count > 0 && request.Headers.AccessControlRequestMethod.Count > 0;

    // Routing has no 405 for a preflight request. It is refused as the request that it asks for.
    private async Task RejectPreflightAsync(HttpContext context)
    {
        var headers = context.Request.Headers;
        var asked = headers.AccessControlRequestMethod;
        headers.AccessControlRequestMethod = default;
        try
        {
            await RejectAsync(context, await methods.FindRefusalAsync(context));
        }
        finally
        {
            headers.AccessControlRequestMethod = asked;
        }
    }

    private async Task RejectAsync(HttpContext context, Endpoint? rejection)
    {
        var response = context.Response;
        if (rejection?.RequestDelegate is { } reject)
            await reject(context);
        var status = response.StatusCode is >= 400 and var given ? given : StatusCodes.Status404NotFound;
        if (methods.AreInDoubt && status is StatusCodes.Status404NotFound or StatusCodes.Status405MethodNotAllowed)
        {
            var allowed = await methods.FindAsync(context, response.Headers.GetCommaSeparatedValues(HeaderNames.Allow));
            response.Headers.Allow = allowed.Count == 0 ? default : new(string.Join(", ", allowed));
            status = allowed.Count == 0 ? StatusCodes.Status404NotFound : StatusCodes.Status405MethodNotAllowed;
        }

        await problems.WriteAsync(context, ProblemKind.OfStatus(status));
    }
}
