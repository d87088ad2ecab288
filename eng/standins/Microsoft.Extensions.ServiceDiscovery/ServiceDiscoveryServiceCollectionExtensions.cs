// Stands in for Microsoft.Extensions.DependencyInjection.ServiceDiscoveryServiceCollectionExtensions.

using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.ServiceDiscovery;
using Microsoft.Extensions.ServiceDiscovery.Configuration;
using Microsoft.Extensions.ServiceDiscovery.PassThrough;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds service discovery to a service collection.</summary>
public static class ServiceDiscoveryServiceCollectionExtensions
{
    /// <summary>Adds the resolver with both providers: configuration first, then the name itself as a DNS name.</summary>
    /// <param name="services">The service collection.</param>
    public static IServiceCollection AddServiceDiscovery(this IServiceCollection services) =>
        services.AddServiceDiscovery(_ => { });

    /// <inheritdoc cref="AddServiceDiscovery(IServiceCollection)"/>
    /// <param name="services">The service collection.</param>
    /// <param name="configureOptions">Sets the options.</param>
    public static IServiceCollection AddServiceDiscovery(this IServiceCollection services, Action<ServiceDiscoveryOptions> configureOptions) =>
        services.AddServiceDiscoveryCore(configureOptions).AddConfigurationServiceEndpointProvider().AddPassThroughServiceEndpointProvider();

    /// <summary>Adds the resolver without a provider.</summary>
    /// <param name="services">The service collection.</param>
    public static IServiceCollection AddServiceDiscoveryCore(this IServiceCollection services) =>
        services.AddServiceDiscoveryCore(_ => { });

    /// <inheritdoc cref="AddServiceDiscoveryCore(IServiceCollection)"/>
    /// <param name="services">The service collection.</param>
    /// <param name="configureOptions">Sets the options.</param>
    public static IServiceCollection AddServiceDiscoveryCore(this IServiceCollection services, Action<ServiceDiscoveryOptions> configureOptions)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(configureOptions);

        services.AddLogging();
        services.Configure(configureOptions);
        services.TryAddSingleton(provider => new ServiceEndpointResolver(provider.GetServices<IEndpointProvider>()));
        return services;
    }

    /// <summary>Adds the provider that reads endpoints from the configuration section <c>Services</c>.</summary>
    /// <param name="services">The service collection.</param>
    public static IServiceCollection AddConfigurationServiceEndpointProvider(this IServiceCollection services)
    {
        services.AddServiceDiscoveryCore();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IEndpointProvider, ConfigurationEndpointProvider>());
        return services;
    }

    /// <summary>Adds the provider that takes an unknown name as a DNS name; it is asked last.</summary>
    /// <param name="services">The service collection.</param>
    public static IServiceCollection AddPassThroughServiceEndpointProvider(this IServiceCollection services)
    {
        services.AddServiceDiscoveryCore();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IEndpointProvider, PassThroughEndpointProvider>());
        return services;
    }
}
