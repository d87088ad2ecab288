using Gateway.Proxy.Access.Tokens;
using Gateway.Proxy.Diagnostics;
using Gateway.Proxy.Errors;

namespace Gateway.Proxy.Access.PathSpelling;

/// <summary>Refuses a path that reaches a route without a token only because of how it is spelled: read as an upstream may read it, it would have reached one that asks for a token.</summary>
/// <param name="next">The request's further way.</param>
/// <param name="routing">Routing itself, which leads back here: other readings of a path are tried by the very routing that requests pass.</param>
/// <param name="anyAsks">Whether any route asks for a token.</param>
internal sealed partial class PathSpellingMiddleware(RequestDelegate next, RequestDelegate routing, Func<bool> anyAsks, ProblemWriter problems, ILogger<PathSpellingMiddleware> logger, TimeProvider time)
{
    private static readonly ProblemKind Refused = new(StatusCodes.Status400BadRequest, null, "the path is spelled so that it could be read as that of a route which asks for a token");

    private readonly RepeatedLog<string> _refusals = new(time, (route, count) => LogRefused(logger, route, count));
    private volatile bool _asked;

    public Task InvokeAsync(HttpContext context)
    {
        if (!_asked && !(_asked = anyAsks()))
            return next(context);
        if (context.Features.Get<Trial>() is { } trial)
        {
            trial.Endpoint = context.GetEndpoint();
            return Task.CompletedTask;
        }

        return PathVariants.Has(context.Request.Path.Value) && context.GetEndpoint() is { } endpoint && endpoint.Metadata.GetMetadata<GuardedRoute>() is null
            ? CheckAsync(context, endpoint)
            : next(context);
    }

    private async Task CheckAsync(HttpContext context, Endpoint endpoint)
    {
        if (await FindGuardedAsync(context, endpoint) is { } guarded)
        {
            _refusals.Write(guarded);
            await problems.WriteAsync(context, Refused);
            return;
        }

        await next(context);
    }

    /// <summary>The name of the route that asks for a token and would have taken the path, read in another way.</summary>
    private async Task<string?> FindGuardedAsync(HttpContext context, Endpoint endpoint)
    {
        var request = context.Request;
        var (path, values) = (request.Path, request.RouteValues);
        Trial trial = new();
        context.Features.Set(trial);
        try
        {
            foreach (var variant in PathVariants.Of(path.Value!))
            {
                context.SetEndpoint(null);
                request.RouteValues = [];
                request.Path = variant;
                await routing(context);
                if (trial.Endpoint?.Metadata.GetMetadata<GuardedRoute>() is { } guarded)
                    return guarded.Name;
            }

            return null;
        }
        finally
        {
            context.Features.Set<Trial>(null);
            request.Path = path;
            request.RouteValues = values;
            context.SetEndpoint(endpoint);
        }
    }

    [LoggerMessage(EventIds.SpellingRefused, LogLevel.Information, "A path was rejected because its spelling bypasses route {Route}, which requires a token; {Count} within a second", EventName = nameof(EventIds.SpellingRefused))]
    private static partial void LogRefused(ILogger logger, string route, int count);

    private sealed class Trial
    {
        public Endpoint? Endpoint { get; set; }
    }
}
