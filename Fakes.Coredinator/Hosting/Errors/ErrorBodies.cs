using Microsoft.AspNetCore.WebUtilities;

namespace Fakes.Hosting.Errors;

/// <summary>Gives a body to the errors that no endpoint of ours answered: unknown path, wrong method, a fault in here.</summary>
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
