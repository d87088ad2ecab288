namespace Gateway.Proxy.Access.Tokens;

/// <summary>Endpoint metadata of a route that requires a token.</summary>
internal sealed record GuardedRoute(string Name);
