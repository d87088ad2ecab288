// Stands in for Microsoft.Extensions.DependencyInjection.ServiceDiscoveryHttpClientBuilderExtensions.

using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.ServiceDiscovery.Http;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds service discovery to an <see cref="HttpClient"/>.</summary>
public static class ServiceDiscoveryHttpClientBuilderExtensions
{
    /// <summary>Sends each request to an endpoint of the service its URI names, in turn.</summary>
    /// <param name="httpClientBuilder">The client's builder.</param>
    public static IHttpClientBuilder AddServiceDiscovery(this IHttpClientBuilder httpClientBuilder)
    {
        ArgumentNullException.ThrowIfNull(httpClientBuilder);
        httpClientBuilder.Services.AddServiceDiscoveryCore();
        httpClientBuilder.Services.TryAddSingleton<RoundRobin>();
        httpClientBuilder.Services.TryAddTransient<ResolvingHandler>();
        return httpClientBuilder.AddHttpMessageHandler<ResolvingHandler>();
    }
}
