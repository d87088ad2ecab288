namespace Gateway.Proxy;

/// <summary>The rate limit of a route's clients.</summary>
public sealed record RateLimitSettings
{
    /// <summary>Requests within <see cref="Window"/>; 0: no limit. Beyond it: 429 with <c>Retry-After</c>. Default: 0; to 1000000.</summary>
    public int Permits { get; init; }

    /// <summary>The window, which slides by its tenth. Default: 1 s; 0.1 s to 1 day.</summary>
    public TimeSpan Window { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The token's claim that identifies a client, for example <c>sub</c>; needs <c>Authorization</c>. Default: none; the client's address identifies it.</summary>
    public string? Claim { get; init; }
}
