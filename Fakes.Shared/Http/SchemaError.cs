using Microsoft.AspNetCore.Http.HttpResults;

namespace Fakes.Shared.Http;

/// <summary>One reason why a request does not fit the schema, in pydantic's words.</summary>
internal sealed record SchemaError(IReadOnlyList<object> Loc, string Msg, string Type)
{
    public static SchemaError Missing(params object[] loc) => new(loc, "Field required", "missing");

    public static JsonHttpResult<SchemaErrors> Response(params IReadOnlyList<SchemaError> errors) =>
        TypedResults.Json(new SchemaErrors(errors), statusCode: StatusCodes.Status422UnprocessableEntity);
}

internal sealed record SchemaErrors(IReadOnlyList<SchemaError> Detail);
