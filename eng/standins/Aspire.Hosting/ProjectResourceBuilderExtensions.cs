// Stands in for Aspire.Hosting.ProjectResourceBuilderExtensions: a service from a referenced project.
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Building;

namespace Aspire.Hosting;

public static class ProjectResourceBuilderExtensions
{
    public static IResourceBuilder<ProjectResource> AddProject<TProject>(this IDistributedApplicationBuilder builder, string name)
        where TProject : IProjectMetadata, new()
    {
        var metadata = new TProject();
        var profile = LaunchProfile.Of(Path.GetDirectoryName(metadata.ProjectPath)!, builder.Configuration["DOTNET_LAUNCH_PROFILE"]);
        var project = builder.AddResource(new ProjectResource(name)).WithAnnotation(metadata);

        return builder.ExecutionContext.IsPublishMode
            ? project.WithPublishDefaults(profile)
            : project.WithRunDefaults(profile);
    }
}
