namespace Gateway.Proxy;

/// <summary>How long a client keeps the session's cookie.</summary>
public enum SessionLifetimeType
{
    /// <summary>As long as the browser runs: the cookie has no <c>Max-Age</c>.</summary>
    Session,

    /// <summary>For <c>AbsoluteTimeout</c> from when it was issued.</summary>
    Permanent,
}
