namespace Gateway.Proxy.Access.Tokens;

/// <summary>The state of the keys that validate a route's tokens.</summary>
/// <param name="State"><c>current</c>; <c>stale</c>: the last refresh failed; <c>unavailable</c>: there are no keys.</param>
/// <param name="LoadedAt">When the keys in use were fetched; null: never.</param>
/// <param name="Error">Why the last fetch failed; null when it did not.</param>
internal sealed record KeyStatus(string State, DateTimeOffset? LoadedAt, string? Error);
