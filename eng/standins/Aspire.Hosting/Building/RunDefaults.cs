using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting.Building;

/// <summary>What a service has without being told when the topology runs: endpoints, links and environment of its launch profile.</summary>
internal static class RunDefaults
{
    public static IResourceBuilder<ProjectResource> WithRunDefaults(this IResourceBuilder<ProjectResource> builder, LaunchProfile? profile)
    {
        builder.WithTelemetry().WithEnvironment(context =>
        {
            context.SetPortVariables(builder.Resource);
            var addresses = builder.Resource.ListenReferences().Select(endpoint => ReferenceExpression.Create($"{endpoint}")).ToList();
            if (addresses.Count > 0)
                context.EnvironmentVariables.TryAdd("ASPNETCORE_URLS", ReferenceExpression.Join(";", addresses));
        });

        return profile is null ? builder : builder.WithLaunchProfile(profile);
    }

    private static IResourceBuilder<ProjectResource> WithLaunchProfile(this IResourceBuilder<ProjectResource> builder, LaunchProfile profile)
    {
        foreach (var sameScheme in profile.Addresses.GroupBy(address => address.Scheme))
        {
            foreach (var (index, address) in sameScheme.Index())
            {
                var name = index == 0 ? address.Scheme : $"{address.Scheme}{index + 1}";
                builder.WithAnnotation(new EndpointAnnotation(name, address.Scheme, address.Port) { FromLaunchProfile = true });
            }
        }

        if (profile.LaunchUrl is { Length: > 0 } path)
        {
            builder.WithUrls(context =>
            {
                foreach (var url in context.Urls.Where(url => url.Endpoint?.EndpointAnnotation.FromLaunchProfile == true))
                    url.Url = new Uri(new Uri(url.Url), path).ToString();
            });
        }

        return builder.WithEnvironment(context =>
        {
            context.EnvironmentVariables.TryAdd("DOTNET_LAUNCH_PROFILE", profile.Name);
            foreach (var (name, value) in profile.Environment)
                context.EnvironmentVariables.TryAdd(name, System.Environment.ExpandEnvironmentVariables(value));
        });
    }
}
