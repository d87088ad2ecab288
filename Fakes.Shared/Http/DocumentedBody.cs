using Microsoft.OpenApi;

namespace Fakes.Shared.Http;

/// <summary>
/// Documents a JSON body that an endpoint reads by itself. Not <c>Accepts</c>: that also turns away a body
/// without a JSON content type with 415, where the real services answer 422 or do not mind.
/// </summary>
internal static class DocumentedBody
{
    public static RouteHandlerBuilder DocumentBody<T>(this RouteHandlerBuilder endpoint) =>
        endpoint.AddOpenApiOperationTransformer(async (operation, context, cancellation) =>
        {
            var schema = await context.GetOrCreateSchemaAsync(typeof(T), cancellationToken: cancellation);
            operation.RequestBody = new OpenApiRequestBody
            {
                Required = true,
                Content = new Dictionary<string, OpenApiMediaType> { ["application/json"] = new() { Schema = schema } },
            };
        });
}
