using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.AspNetCore.Routing.Template;

namespace Gateway.Proxy.Routes;

/// <summary>Says whether a path fits a pattern with its constraints, as routing does.</summary>
internal sealed class PathProbe
{
    private readonly TemplateMatcher _matcher;
    private readonly List<(string Parameter, bool IsOptional, IRouteConstraint Constraint)> _constraints = [];

    /// <remarks>Throws an exception of <see cref="RouteConstraints.IsRefusal"/> when a constraint is not right.</remarks>
    public PathProbe(RoutePattern pattern)
    {
        _matcher = new(new(pattern), new(pattern.Defaults));
        foreach (var parameter in pattern.Parameters)
        {
            foreach (var policy in parameter.ParameterPolicies)
                _constraints.Add((parameter.Name, parameter.IsOptional, RouteConstraints.Resolve(policy.Content!) ?? throw new ArgumentException(policy.Content)));
        }
    }

    public bool Fits(string path)
    {
        RouteValueDictionary values = [];
        return _matcher.TryMatch(path, values) && _constraints.All(item =>
            (item.IsOptional && values[item.Parameter] is null or "") || item.Constraint.Match(null, null, item.Parameter, values, RouteDirection.IncomingRequest));
    }
}
