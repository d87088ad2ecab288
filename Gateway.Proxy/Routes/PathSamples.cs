using System.Text;
using Microsoft.AspNetCore.Routing.Patterns;

namespace Gateway.Proxy.Routes;

/// <summary>Says whether one path may fit two patterns between which routing sees no difference: <c>/a/{x:int}</c> and <c>/a/{y:long}</c>.</summary>
internal sealed class PathSamples
{
    private readonly SegmentSamples[] _segments;

    private PathSamples(RoutePattern pattern) => _segments = [.. pattern.PathSegments.Select(segment => new SegmentSamples(segment))];

    /// <returns>Null when a constraint is wrong, which is an error of its own.</returns>
    public static PathSamples? TryCreate(RoutePattern pattern)
    {
        try
        {
            return new(pattern);
        }
        catch (Exception exception) when (RouteConstraints.IsRefusal(exception))
        {
            return null;
        }
    }

    /// <summary>A path that fits both; null when none was found.</summary>
    /// <param name="other">Those of a pattern with the same literal segments and the same precedence.</param>
    public string? CommonPath(PathSamples other)
    {
        StringBuilder path = new();
        for (var i = 0; i < _segments.Length; i++)
        {
            if (_segments[i].CommonText(other._segments[i], isLast: i == _segments.Length - 1) is not { } text)
                return null;
            path.Append('/').Append(text);
        }

        return path.ToString();
    }
}
