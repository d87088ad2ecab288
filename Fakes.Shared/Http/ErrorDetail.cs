using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.WebUtilities;

namespace Fakes.Shared.Http;

/// <summary>The body of every error but a schema error: <c>{"detail":"…"}</c>.</summary>
internal sealed record ErrorDetail(string Detail)
{
    public static JsonHttpResult<ErrorDetail> Response(int status, string detail) =>
        TypedResults.Json(new ErrorDetail(detail), statusCode: status);
}

/// <summary>Gives a body to the errors that no endpoint writes: unknown path, wrong method, an exception.</summary>
internal static class ErrorBodies
{
    public static void UseErrorBodies(this WebApplication app)
    {
        app.UseExceptionHandler(new ExceptionHandlerOptions
        {
            ExceptionHandler = WriteAsync,
            StatusCodeSelector = error => (error as BadHttpRequestException)?.StatusCode ?? StatusCodes.Status500InternalServerError,
        });
        app.UseStatusCodePages(pages => WriteAsync(pages.HttpContext));
    }

    private static Task WriteAsync(HttpContext context) =>
        context.Response.WriteAsJsonAsync(new ErrorDetail(ReasonPhrases.GetReasonPhrase(context.Response.StatusCode)));
}
