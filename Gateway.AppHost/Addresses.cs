using Microsoft.Extensions.DependencyInjection;

/// <summary>Where everything is, for the terminal.</summary>
internal static class Addresses
{
    private static readonly string[] Web = ["http", "https"];

    /// <summary>Writes the addresses once the resource is healthy. It is the last one, because it waits for all others.</summary>
    public static IResourceBuilder<ProjectResource> WriteAddressesWhenReady(this IResourceBuilder<ProjectResource> last) =>
        last.OnResourceReady((_, ready, _) =>
        {
            Console.WriteLine($"\nEverything is up:\n{string.Join("\n", All(ready.Services.GetRequiredService<DistributedApplicationModel>()))}\n\nCtrl+C ends it.\n");
            return Task.CompletedTask;
        });

    private static IEnumerable<string> All(DistributedApplicationModel model) =>
        from resource in model.Resources.OfType<IResourceWithEndpoints>()
        from endpoint in resource.GetEndpoints()
        where Web.Contains(endpoint.EndpointName) && endpoint.IsAllocated
        select $"  {resource.Name,-20}{endpoint.Url}";
}
