using Gateway.Proxy.Endpoints;
using Gateway.Proxy.Errors;
using Microsoft.AspNetCore.Mvc.ApiExplorer;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Swashbuckle.AspNetCore.SwaggerUI;

namespace Gateway.Proxy.Docs;

/// <summary><c>/docs</c>: Swagger UI with local assets, and the OpenAPI document.</summary>
internal static class DocsEndpoints
{
    private const string Document = "v1";

    private static readonly ProblemKind UnreadableHost = new(StatusCodes.Status400BadRequest, null, "the host is not a valid international name");

    // Swagger UI encodes parameter values, but a catch-all value may contain slashes and a query.
    private const string SlashesAsTheyAre = "(request) => { const [path, ...query] = request.url.split('?');"
        + " request.url = [path.replace(/%2F/gi, '/').replace(/%3F/gi, '?').replace(/%3D/gi, '=').replace(/%26/gi, '&'), ...query].join('?');"
        + " return request; }";

    public static void AddGatewayDocs(this IServiceCollection services) =>
        services.AddOpenApi(Document, options => options.AddDocumentTransformer<RouteDocumentTransformer>())
            .TryAddEnumerable(ServiceDescriptor.Singleton<IApiDescriptionProvider, OwnHeadDescriptions>());

    public static void MapDocs(this WebApplication app)
    {
        var docs = app.MapOwn(OwnEndpoint.Docs);
        docs.MapOpenApi("/openapi/{documentName}.json").WithMetadata(new HttpMethodMetadata(OwnEndpointExtensions.GetAndHead)).Add(RefuseUnreadableHost);
        docs.MapMethods("/docs/{**asset}", OwnEndpointExtensions.GetAndHead, SwaggerUi(app)).ExcludeFromDescription();
    }

    public static void MapRoot(this IEndpointRouteBuilder endpoints) => endpoints.MapOwn(OwnEndpoint.Root)
        .MapGetAndHead("/", () => TypedResults.Redirect("/docs", permanent: false, preserveMethod: true)).ExcludeFromDescription();

    // The document names the request's host as its server, so the framework decodes it; it throws if the xn-- form is no international name.
    private static void RefuseUnreadableHost(EndpointBuilder endpoint)
    {
        var next = endpoint.RequestDelegate!;
        endpoint.RequestDelegate = context => IsReadable(context.Request)
            ? next(context)
            : context.RequestServices.GetRequiredService<ProblemWriter>().WriteAsync(context, UnreadableHost);
    }

    private static bool IsReadable(HttpRequest request)
    {
        try
        {
            _ = request.Host;
            return true;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    private static RequestDelegate SwaggerUi(IApplicationBuilder app)
    {
        var index = Index();
        var branch = app.New();
        branch.Use(next => async context =>
        {
            // The static-file middleware skips requests that have an endpoint; traces and metrics need it afterwards.
            var endpoint = context.GetEndpoint();
            context.SetEndpoint(null);
            if (context.Request.Path.Value is "/docs" or "/docs/")
                context.Request.Path = "/docs/index.html";
            await next(context);
            context.SetEndpoint(endpoint);
        });
        branch.UseSwaggerUI(options =>
        {
            options.RoutePrefix = "docs";
            options.DocumentTitle = "Gateway";
            options.IndexStream = () => new MemoryStream(index);
            options.UseRequestInterceptor(SlashesAsTheyAre);
            options.SwaggerEndpoint($"/openapi/{Document}.json", "Gateway");
        });
        branch.Run(context =>
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return Task.CompletedTask;
        });
        return branch.Build();
    }

    /// <summary>The package's page with a base element, so that its relative links also work at <c>/docs</c>.</summary>
    private static byte[] Index()
    {
        using StreamReader page = new(new SwaggerUIOptions().IndexStream());
        return System.Text.Encoding.UTF8.GetBytes(page.ReadToEnd().Replace("<head>", "<head><base href=\"/docs/\">", StringComparison.Ordinal));
    }
}
