using Microsoft.AspNetCore.Http.Features;

namespace Fakes.Shared.Control;

/// <summary>Notes each request as it arrives, before anything can go wrong with it, and counts its body as it is read.</summary>
internal sealed class RequestRecorder(RequestDelegate next, RequestLog log, TimeProvider time)
{
    public Task InvokeAsync(HttpContext context)
    {
        var recorded = RecordedRequest.From(context, time.GetUtcNow());
        log.Add(recorded);

        if (context.Features.Get<IHttpRequestBodyDetectionFeature>()?.CanHaveBody is not false)
        {
            var body = new CountingStream(context.Request.Body, recorded);
            context.Request.Body = body;

            // Like the real services, read what is sent before responding, also where no endpoint wants it:
            // the length is then whole when the client has its response.
            context.Response.OnStarting(() => DrainAsync(body, context.RequestAborted));
        }

        return next(context);
    }

    private static async Task DrainAsync(CountingStream body, CancellationToken aborted)
    {
        try
        {
            await body.CopyToAsync(Stream.Null, aborted);
        }
        catch (Exception error) when (error is IOException or OperationCanceledException)
        {
            // The client went away in the middle of its upload: what came is counted.
        }
    }
}
