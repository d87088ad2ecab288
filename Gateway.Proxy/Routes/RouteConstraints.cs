namespace Gateway.Proxy.Routes;

/// <summary>The constraints of path parameters, as routing resolves them.</summary>
internal static class RouteConstraints
{
    private static readonly RouteOptions Options = WithRegex(new());
    private static readonly DefaultInlineConstraintResolver Resolver = new(Microsoft.Extensions.Options.Options.Create(Options), new ServiceCollection().BuildServiceProvider());

    public static IEnumerable<string> Names => Options.ConstraintMap.Keys;

    /// <summary>Null: there is no constraint of this name.</summary>
    /// <remarks>Throws an exception of <see cref="IsRefusal"/> when its arguments are not right.</remarks>
    public static IRouteConstraint? Resolve(string constraint) => Resolver.ResolveConstraint(constraint);

    public static bool IsRefusal(Exception exception) => exception is RouteCreationException or ArgumentException or FormatException or OverflowException;

    private static RouteOptions WithRegex(RouteOptions options)
    {
        options.SetParameterPolicy<Microsoft.AspNetCore.Routing.Constraints.RegexInlineRouteConstraint>("regex");
        return options;
    }
}
