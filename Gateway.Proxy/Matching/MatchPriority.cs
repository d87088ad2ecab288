using Microsoft.AspNetCore.Routing.Matching;

namespace Gateway.Proxy.Matching;

/// <summary>Of two routes with equal order and path, the one with more conditions goes first.</summary>
/// <remarks>Routes that exclude each other may both fit a request that repeats a header: then the names decide, so that each replica chooses alike.</remarks>
internal sealed class MatchPriority : EndpointMetadataComparer<RequestMatcher>
{
    protected override int CompareMetadata(RequestMatcher? x, RequestMatcher? y)
    {
        var conditions = (y?.Conditions ?? 0).CompareTo(x?.Conditions ?? 0);
        return conditions != 0 ? conditions : StringComparer.OrdinalIgnoreCase.Compare(x?.Route, y?.Route);
    }
}
