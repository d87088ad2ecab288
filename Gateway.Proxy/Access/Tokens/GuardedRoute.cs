namespace Gateway.Proxy.Access.Tokens;

/// <summary>Stands on the endpoint of a route that asks for a token.</summary>
internal sealed record GuardedRoute(string Name);
