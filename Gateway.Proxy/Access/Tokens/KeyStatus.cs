namespace Gateway.Proxy.Access.Tokens;

/// <summary>How it stands with the keys that a route's tokens are checked with.</summary>
/// <param name="State"><c>current</c>; <c>stale</c>: newer ones cannot be had; <c>unavailable</c>: none can.</param>
/// <param name="LoadedAt">When those in force were fetched; null: never.</param>
/// <param name="Error">Why the last fetch failed; null when it did not.</param>
internal sealed record KeyStatus(string State, DateTimeOffset? LoadedAt, string? Error);
