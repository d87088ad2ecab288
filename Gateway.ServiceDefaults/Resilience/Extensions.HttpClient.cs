using Gateway.ServiceDefaults.Resilience;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.Hosting;

public static partial class Extensions
{
    /// <summary>
    /// Gives every client of <see cref="IHttpClientFactory"/> service discovery and the resilience that
    /// <see cref="HttpClientResilienceOptions"/> describes. A client that must do without:
    /// <c>AddHttpClient(name).ConfigureAdditionalHttpMessageHandlers((handlers, _) => handlers.Clear())</c>.
    /// </summary>
    /// <param name="builder">The application's builder.</param>
    /// <returns>The same builder.</returns>
    public static TBuilder ConfigureHttpClients<TBuilder>(this TBuilder builder) where TBuilder : IHostApplicationBuilder
    {
        var services = builder.Services;
        services.TryAddSingleton(TimeProvider.System);
        services.AddOptions<HttpClientResilienceOptions>().BindConfiguration(HttpClientResilienceOptions.SectionName).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<HttpClientResilienceOptions>, HttpClientResilienceOptionsValidator>());
        services.TryAddSingleton<ResilienceTelemetry>();
        services.TryAddSingleton<HttpClientPipelines>();
        services.TryAddTransient<CallHandler>();
        services.TryAddTransient<AttemptHandler>();
        services.ConfigureHttpClientDefaults(http => http
            .AddHttpMessageHandler<CallHandler>()
            .AddServiceDiscovery()
            .AddHttpMessageHandler<AttemptHandler>());
        return builder;
    }
}
