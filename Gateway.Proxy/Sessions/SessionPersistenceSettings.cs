namespace Gateway.Proxy;

/// <summary>What keeps the requests of a session at one target.</summary>
public sealed record SessionPersistenceSettings
{
    internal static readonly TimeSpan DefaultTimeout = TimeSpan.FromDays(1);

    /// <summary>Where a request says which session it belongs to. Default: <see cref="SessionPersistenceType.Cookie"/>.</summary>
    public SessionPersistenceType Type { get; init; }

    /// <summary>The name of the cookie, header or claim. Default: for a cookie <c>gw-</c> and the route's name; for the others it is required.</summary>
    public string? SessionName { get; init; }

    /// <summary>How long a client keeps the cookie. Default: <see cref="SessionLifetimeType.Session"/>; the other one is for cookies only.</summary>
    public SessionLifetimeType LifetimeType { get; init; }

    /// <summary>The <c>Max-Age</c> of a permanent cookie, in whole seconds. Default: 1 day; 1 s to 400 days, which is the most that browsers keep.</summary>
    public TimeSpan AbsoluteTimeout { get; init; } = DefaultTimeout;
}
