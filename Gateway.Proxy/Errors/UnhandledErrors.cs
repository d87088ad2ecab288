using Gateway.Proxy.Diagnostics;
using Gateway.Proxy.Endpoints;
using Gateway.Proxy.Http;

namespace Gateway.Proxy.Errors;

/// <summary>Responds when a handler of the application throws: 500, or the status of a malformed request. It is the outermost middleware, so an exception handler of the application runs first.</summary>
internal sealed partial class UnhandledErrors(ProblemWriter problems, IWebHostEnvironment environment, ILogger<UnhandledErrors> logger) : IStartupFilter
{
    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => application =>
    {
        application.Use(following => context => InvokeAsync(context, following));
        next(application);
    };

    // Routes of the gateway handle their own errors, and need no state machine here.
    private Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        Task handling;
        try
        {
            handling = next(context);
        }
        catch (Exception exception) when (!IsAbandoned(context, exception))
        {
            return RespondAsync(context, exception);
        }

        return handling.IsCompletedSuccessfully || (OwnRoutes.Has(context) && !handling.IsFaulted) ? handling : AwaitAsync(handling, context);
    }

    private async Task AwaitAsync(Task handling, HttpContext context)
    {
        try
        {
            await handling;
        }
        catch (Exception exception) when (!IsAbandoned(context, exception))
        {
            await RespondAsync(context, exception);
        }
    }

    private Task RespondAsync(HttpContext context, Exception exception)
    {
        CorrelationId.Accept(context.Request);
        if (exception is BadHttpRequestException malformed)
        {
            RequestFraming.CloseConnection(context);
            return problems.WriteAsync(context, ProblemKind.OfStatus(malformed.StatusCode));
        }

        LogUnhandled(logger, context.Request.Method, context.Request.Path, exception);
        var kind = ProblemKind.OfStatus(StatusCodes.Status500InternalServerError);
        return problems.WriteAsync(context, environment.IsDevelopment() ? kind with { Detail = $"{exception.GetType().Name}: {exception.Message}" } : kind);
    }

    private static bool IsAbandoned(HttpContext context, Exception exception) =>
        exception is OperationCanceledException or IOException && context.RequestAborted.IsCancellationRequested;

    [LoggerMessage(EventIds.HandlerFailed, LogLevel.Error, "{Method} {Path}: the application's handler failed", EventName = nameof(EventIds.HandlerFailed))]
    private static partial void LogUnhandled(ILogger logger, string method, PathString path, Exception exception);
}
