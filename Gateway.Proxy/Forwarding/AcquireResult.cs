namespace Gateway.Proxy.Forwarding;

/// <summary>What came of the search for an endpoint and its permits.</summary>
internal enum AcquireResult
{
    /// <summary>The attempt has all that it needs.</summary>
    Acquired,

    /// <summary>No endpoint of the route takes requests.</summary>
    NoEndpoint,

    /// <summary>All connection permits of the target are in use.</summary>
    NoConnection,

    /// <summary>The endpoint's circuit has opened since it was chosen.</summary>
    CircuitOpened,
}
