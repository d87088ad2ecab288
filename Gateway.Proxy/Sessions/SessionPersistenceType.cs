namespace Gateway.Proxy;

/// <summary>Where a request says which session it belongs to.</summary>
public enum SessionPersistenceType
{
    /// <summary>A cookie of the gateway, which a client without one is given.</summary>
    Cookie,

    /// <summary>A header of the client's request.</summary>
    Header,

    /// <summary>A claim of the bearer token; needs <c>Authorization</c>.</summary>
    Claim,
}
