namespace Fakes.Control.Behaviors;

/// <summary>Lets the behaviour in force befall a request.</summary>
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
            else await AnswerAsync(context, behavior, ended.Token);
        }
        catch (OperationCanceledException) when (ended.IsCancellationRequested)
        {
            context.Abort();
        }
    }

    private async Task AnswerAsync(HttpContext context, Behavior behavior, CancellationToken ended)
    {
        ResponseChanges.Register(context.Response, behavior);

        var answer = behavior.Answer;
        if (answer is null && behavior is { Trickle.Ticks: 0, Abort: null })
        {
            await next(context);
            return;
        }

        var body = answer?.Bytes ?? await BufferedAnswer.RunAsync(context, next);
        if (answer is not null) context.Response.ContentType = answer.ContentType;
        context.Response.StatusCode = behavior.Status ?? context.Response.StatusCode;

        var cut = behavior.Abort is AbortPoint.MidBody;
        await new PacedBody(body, behavior.Trickle, cut).WriteAsync(context.Response, time, ended);
        if (cut) context.Abort();
    }
}
