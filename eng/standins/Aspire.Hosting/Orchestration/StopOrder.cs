using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting.Orchestration;

/// <summary>What waits for others stops before them, so that it can finish what it has begun.</summary>
internal static class StopOrder
{
    public static IEnumerable<IReadOnlyList<ServiceRunner>> Of(IEnumerable<ServiceRunner> runners) => runners
        .GroupBy(runner => Depth(runner.Project, []))
        .OrderByDescending(group => group.Key)
        .Select(group => group.ToList());

    private static int Depth(IResource resource, HashSet<IResource> above)
    {
        if (!above.Add(resource))
            return 0;

        var depth = resource.Annotations.OfType<WaitAnnotation>().Select(wait => Depth(wait.Resource, above) + 1).DefaultIfEmpty(0).Max();
        above.Remove(resource);
        return depth;
    }
}
