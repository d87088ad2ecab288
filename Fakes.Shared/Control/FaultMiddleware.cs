using Microsoft.Extensions.Primitives;

namespace Fakes.Shared.Control;

/// <summary>Applies the behaviour in force to a request.</summary>
internal sealed class FaultMiddleware(
    RequestDelegate next, BehaviorSwitch faults, TimeProvider time, IHostApplicationLifetime lifetime)
{
    public Task InvokeAsync(HttpContext context) =>
        faults.For(context) is { } behavior ? MisbehaveAsync(context, behavior) : next(context);

    private async Task MisbehaveAsync(HttpContext context, Behavior behavior)
    {
        // A fault under way must not hold up the shutdown.
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, lifetime.ApplicationStopping);
        try
        {
            await Task.Delay(behavior.Delay, time, ended.Token);
            if (behavior.Hang) await Task.Delay(Timeout.InfiniteTimeSpan, time, ended.Token);

            if (behavior.Abort is AbortPoint.BeforeHeaders) context.Abort();
            else await RespondAsync(context, behavior, ended.Token);
        }
        catch (OperationCanceledException) when (ended.IsCancellationRequested)
        {
            context.Abort();
        }
    }

    private async Task RespondAsync(HttpContext context, Behavior behavior, CancellationToken ended)
    {
        ChangeHead(context.Response, behavior);

        var replacement = behavior.ReplacementBody;
        if (replacement is null && behavior is { Trickle.Ticks: 0, Abort: null })
        {
            await next(context);
            return;
        }

        var body = replacement?.Bytes ?? await BufferResponseAsync(context);
        if (replacement is not null) context.Response.ContentType = replacement.ContentType;
        context.Response.StatusCode = behavior.Status ?? context.Response.StatusCode;

        var cut = behavior.Abort is AbortPoint.MidBody;
        await new PacedBody(body, behavior.Trickle, cut).WriteAsync(context.Response, time, ended);
        if (cut) context.Abort();
    }

    // When the response starts, so that it holds for whoever writes the response.
    private static void ChangeHead(HttpResponse response, Behavior behavior)
    {
        if (behavior.Status is null && behavior.Headers.Count == 0) return;

        response.OnStarting(() =>
        {
            response.StatusCode = behavior.Status ?? response.StatusCode;
            foreach (var (name, values) in behavior.Headers)
                response.Headers[name] = new StringValues(values);
            return Task.CompletedTask;
        });
    }

    /// <summary>The body of the normal response, held back so that it can be sent slowly or in part.</summary>
    private async Task<ReadOnlyMemory<byte>> BufferResponseAsync(HttpContext context)
    {
        var wire = context.Response.Body;
        var buffer = new MemoryStream();
        context.Response.Body = buffer;
        try
        {
            await next(context);
            await context.Response.BodyWriter.FlushAsync();
        }
        finally
        {
            context.Response.Body = wire;
        }

        return buffer.GetBuffer().AsMemory(0, (int)buffer.Length);
    }
}
