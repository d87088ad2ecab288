using Microsoft.AspNetCore.OpenApi;

namespace Fakes.Shared;

/// <summary>The OpenAPI document and the page that shows it.</summary>
internal static class Docs
{
    /// <summary>The fake itself calls AddOpenApi: the comments of its types get into the document where that call is compiled.</summary>
    public static void AddDocs(this IServiceCollection services, FakeIdentity identity) =>
        services.Configure<OpenApiOptions>("v1", options => options.AddDocumentTransformer((document, _, _) =>
        {
            document.Info.Title = $"{identity.Service} (fake)";
            document.Info.Version = identity.Version ?? "0.0.1";
            return Task.CompletedTask;
        }));

    public static void UseDocs(this WebApplication app, FakeIdentity identity) =>
        app.UseSwaggerUI(options =>
        {
            options.RoutePrefix = "docs";
            options.DocumentTitle = $"{identity.Service} (fake)";

            // Relative, so that the page also works behind a gateway's prefix.
            options.SwaggerEndpoint("../openapi/v1.json", identity.Service);
        });

    public static void MapDocs(this WebApplication app)
    {
        app.MapOpenApi();
        app.MapGet("/", () => TypedResults.LocalRedirect("/docs", permanent: false, preserveMethod: true))
            .ExcludeFromDescription();
    }
}
