namespace Gateway.Proxy.Errors;

/// <summary>Answers requests that no route takes: 404, or 405 with <c>Allow</c>.</summary>
internal sealed class UnroutedMiddleware(RequestDelegate next, ProblemWriter problems)
{
    // Where only the method does not fit, routing chooses an endpoint of its own, which is no RouteEndpoint.
    public Task InvokeAsync(HttpContext context) => context.GetEndpoint() switch
    {
        RouteEndpoint => next(context),
        null => problems.WriteAsync(context, ProblemKind.OfStatus(StatusCodes.Status404NotFound)),
        var rejection => RejectAsync(context, rejection),
    };

    private async Task RejectAsync(HttpContext context, Endpoint rejection)
    {
        if (rejection.RequestDelegate is { } reject)
            await reject(context);
        await problems.WriteAsync(context, ProblemKind.OfStatus(context.Response.StatusCode is >= 400 and var status ? status : StatusCodes.Status404NotFound));
    }
}
