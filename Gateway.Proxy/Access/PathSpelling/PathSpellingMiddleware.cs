using Gateway.Proxy.Access.Tokens;
using Gateway.Proxy.Diagnostics;
using Gateway.Proxy.Errors;
using Gateway.Proxy.Matching;

namespace Gateway.Proxy.Access.PathSpelling;

/// <summary>Rejects a path whose spelling bypasses a route that requires a token: routing matches an open route, but an upstream may interpret the path as one of the protected route.</summary>
/// <param name="next">The next middleware.</param>
/// <param name="choice">Chooses an endpoint for each variant.</param>
/// <param name="anyAsks">Whether any route requires a token.</param>
internal sealed partial class PathSpellingMiddleware(RequestDelegate next, EndpointChoice choice, Func<bool> anyAsks, ProblemWriter problems, ILogger<PathSpellingMiddleware> logger, TimeProvider time)
{
    private static readonly ProblemKind Refused = new(StatusCodes.Status400BadRequest, null, "an upstream could interpret the path as one of a route that requires a token");

    private const int LongestPath = 256;

    private readonly RepeatedLog<string, string> _refusals = new(time, (route, path, count) => LogRefused(logger, LogText.Safe(path, LongestPath), route, count));
    private volatile bool _asked;

    public Task InvokeAsync(HttpContext context)
    {
        if (!_asked && !(_asked = anyAsks()))
            return next(context);
        return PathVariants.Has(context.Request.Path.Value) && context.GetEndpoint() is { } endpoint && endpoint.Metadata.GetMetadata<GuardedRoute>() is null
            ? CheckAsync(context)
            : next(context);
    }

    private async Task CheckAsync(HttpContext context)
    {
        if (await FindGuardedAsync(context) is { } guarded)
        {
            _refusals.Write(guarded, context.Request.Path.Value!);
            await problems.WriteAsync(context, Refused);
            return;
        }

        await next(context);
    }

    /// <summary>The name of the route that requires a token and matches a variant of the path.</summary>
    private async Task<string?> FindGuardedAsync(HttpContext context)
    {
        var request = context.Request;
        var path = request.Path;
        try
        {
            foreach (var variant in PathVariants.Of(path.Value!))
            {
                request.Path = variant;
                if ((await choice.ChooseAsync(context))?.Metadata.GetMetadata<GuardedRoute>() is { } guarded)
                    return guarded.Name;
            }

            return null;
        }
        finally
        {
            request.Path = path;
        }
    }

    [LoggerMessage(EventIds.SpellingRefused, LogLevel.Information, "The path \"{Path}\" is rejected: in another spelling it is a path of route {Route}, which requires a token; count in the last second: {Count}", EventName = nameof(EventIds.SpellingRefused))]
    private static partial void LogRefused(ILogger logger, string path, string route, int count);
}
