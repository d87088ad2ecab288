using Gateway.Proxy.Endpoints;
using Microsoft.AspNetCore.Routing.Matching;

namespace Gateway.Proxy.Matching;

/// <summary>
/// Orders endpoints of equal order and path: more conditions first; then endpoints of the application; then routes that require a token; then by name.
/// </summary>
/// <remarks>
/// A config error refuses routes of which one request may fit two. What is left are requests that no check can foresee, such as one that repeats
/// a header. Each replica must choose alike then, and an AmbiguousMatchException would be a 500, so no two routes are equal here.
/// </remarks>
internal sealed class MatchPriority : MatcherPolicy, IEndpointComparerPolicy, IComparer<Endpoint>
{
    // Before HttpMethodMatcherPolicy (-1000), which prefers routes with methods.
    public override int Order => -1500;

    public IComparer<Endpoint> Comparer => this;

    public int Compare(Endpoint? x, Endpoint? y)
    {
        var difference = ConditionsOf(y).CompareTo(ConditionsOf(x));
        if (difference != 0)
            return difference;
        var (a, b) = (MarkOf(x), MarkOf(y));
        if (a is null || b is null)
            return (a is not null).CompareTo(b is not null);
        difference = b.RequiresToken.CompareTo(a.RequiresToken);
        return difference != 0 ? difference : StringComparer.OrdinalIgnoreCase.Compare(a.Name, b.Name);
    }

    private static int ConditionsOf(Endpoint? endpoint) => endpoint?.Metadata.GetMetadata<RequestMatcher>()?.Conditions ?? 0;

    private static OwnRoutes.IMark? MarkOf(Endpoint? endpoint) => endpoint?.Metadata.GetMetadata<OwnRoutes.IMark>();
}
