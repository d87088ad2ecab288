using Microsoft.AspNetCore.Http.HttpResults;

namespace Fakes.Hosting.Errors;

/// <summary>The body of every error but a schema error: <c>{"detail":"…"}</c>.</summary>
internal sealed record ErrorDetail(string Detail)
{
    public static JsonHttpResult<ErrorDetail> Answer(int status, string detail) =>
        TypedResults.Json(new ErrorDetail(detail), statusCode: status);
}
