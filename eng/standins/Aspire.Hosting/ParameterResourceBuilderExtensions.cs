// Stands in for Aspire.Hosting.ParameterResourceBuilderExtensions: a value that configuration gives, under Parameters:<name>.
using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting;

public static class ParameterResourceBuilderExtensions
{
    public static IResourceBuilder<ParameterResource> AddParameter(this IDistributedApplicationBuilder builder, string name, bool secret = false) =>
        builder.AddResource(new ParameterResource(name, () => builder.Configured(name) ?? throw Missing(name), secret));

    public static IResourceBuilder<ParameterResource> AddParameter(
        this IDistributedApplicationBuilder builder, string name, string value, bool publishValueAsDefault = false, bool secret = false) =>
        builder.AddResource(new ParameterResource(name, () => builder.Configured(name) ?? value, secret)
        {
            PublishedDefault = publishValueAsDefault ? value : null,
        });

    private static string? Configured(this IDistributedApplicationBuilder builder, string name) => builder.Configuration[$"Parameters:{name}"];

    private static DistributedApplicationException Missing(string name) =>
        new($"Parameter '{name}' has no value: set Parameters:{name} in configuration (environment: Parameters__{name}).");
}
