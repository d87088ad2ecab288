using System.Text;
using Microsoft.AspNetCore.Routing.Patterns;

namespace Gateway.Proxy.Routes;

/// <summary>Whether one path may fit two patterns between which routing sees no difference: <c>/a/{x:int}</c> and <c>/a/{y:long}</c>.</summary>
/// <param name="IsPossible">False: no ordinary path fits both.</param>
/// <param name="Example">A path that fits both; null: none was found.</param>
internal readonly record struct PathOverlap(bool IsPossible, string? Example)
{
    /// <param name="a">A pattern.</param>
    /// <param name="b">A pattern with the same literal segments and the same precedence.</param>
    public static PathOverlap Of(RoutePattern a, RoutePattern b)
    {
        try
        {
            return Find(a, b);
        }
        catch (Exception exception) when (RouteConstraints.IsRefusal(exception))
        {
            // A wrong constraint is an error of its own.
            return new(false, null);
        }
    }

    private static PathOverlap Find(RoutePattern a, RoutePattern b)
    {
        StringBuilder? path = new();
        for (var i = 0; i < a.PathSegments.Count; i++)
        {
            var (text, isExcluded) = SegmentOverlap.Of(a.PathSegments[i], b.PathSegments[i], i == a.PathSegments.Count - 1);
            if (isExcluded)
                return new(false, null);
            path = text is null ? null : path?.Append('/').Append(text);
        }

        return new(true, path?.ToString());
    }
}
