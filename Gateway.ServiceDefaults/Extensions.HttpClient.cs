using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Http.Resilience;

namespace Microsoft.Extensions.Hosting;

public static partial class Extensions
{
    private const string ResilienceSection = "ServiceDefaults:HttpClient";

    /// <summary>
    /// Gives every client of <see cref="IHttpClientFactory"/> service discovery and the standard resilience handler: retries, a circuit breaker
    /// and time limits. Unsafe methods (POST, PATCH, PUT, DELETE, CONNECT) are never sent twice. The section
    /// <c>ServiceDefaults:HttpClient</c> sets its options (<see cref="HttpStandardResilienceOptions"/>); proxied requests do not use these clients.
    /// </summary>
    /// <remarks>
    /// To opt a client out: <c>AddHttpClient(name).ConfigureAdditionalHttpMessageHandlers((handlers, _) => handlers.Clear())</c>.
    /// </remarks>
    /// <param name="builder">The application's builder.</param>
    /// <returns>The same builder.</returns>
    public static TBuilder ConfigureHttpClients<TBuilder>(this TBuilder builder)
        where TBuilder : IHostApplicationBuilder
    {
        var section = builder.Configuration.GetSection(ResilienceSection);

        // The resilience handler is outside service discovery, so that a retry may reach another endpoint. There is one circuit per authority, not per client.
        builder.Services.ConfigureHttpClientDefaults(http =>
        {
            http.AddStandardResilienceHandler(options =>
            {
                section.Bind(options);
                options.Retry.DisableForUnsafeHttpMethods();
            }).SelectPipelineByAuthority();
            http.AddServiceDiscovery();
        });
        return builder;
    }
}
