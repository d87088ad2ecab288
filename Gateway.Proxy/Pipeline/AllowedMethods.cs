using Gateway.Proxy.Matching;

namespace Gateway.Proxy.Pipeline;

/// <summary>The methods that a request, which routing has refused, could have.</summary>
/// <remarks>
/// Routing looks at the method before it looks at constraints and conditions. So it says 405 where only routes with another constraint have the path,
/// and 404 where another method would fit. Choosing again with each method gives the exact answer.
/// </remarks>
/// <param name="choice">Chooses an endpoint for each method.</param>
/// <param name="known">The methods that routes name; none if the answer of routing is exact.</param>
internal sealed class AllowedMethods(EndpointChoice choice, Func<IReadOnlyList<string>> known)
{
    // No route can have it.
    private const string Unknown = "-";

    /// <summary>Whether the answer of routing may be wrong.</summary>
    public bool AreInDoubt => known().Count > 0;

    /// <param name="context">The request; it is as before afterwards.</param>
    /// <param name="supposed">The methods that routing has named.</param>
    public async Task<SortedSet<string>> FindAsync(HttpContext context, string[] supposed)
    {
        SortedSet<string> found = new(StringComparer.OrdinalIgnoreCase);
        var request = context.Request;
        var method = request.Method;
        try
        {
            // An endpoint of the application may also be refused for its media type: its method is right then.
            foreach (var candidate in supposed)
            {
                if (await ChooseAsync(context, candidate) is not null)
                    found.Add(candidate);
            }

            foreach (var candidate in known())
            {
                if (!found.Contains(candidate) && await ChooseAsync(context, candidate) is RouteEndpoint)
                    found.Add(candidate);
            }
        }
        finally
        {
            request.Method = method;
        }

        return found;
    }

    /// <summary>The endpoint that refuses another method of the path; null: the path has none.</summary>
    public async ValueTask<Endpoint?> FindRefusalAsync(HttpContext context)
    {
        var method = context.Request.Method;
        try
        {
            return await ChooseAsync(context, Unknown) is { } endpoint and not RouteEndpoint ? endpoint : null;
        }
        finally
        {
            context.Request.Method = method;
        }
    }

    private ValueTask<Endpoint?> ChooseAsync(HttpContext context, string method)
    {
        context.Request.Method = method;
        return choice.ChooseAsync(context);
    }
}
