namespace Gateway.Proxy.Forwarding;

/// <summary>The result of acquiring an endpoint and its permits.</summary>
internal enum AcquireResult
{
    /// <summary>The attempt has an endpoint and all permits.</summary>
    Acquired,

    /// <summary>No endpoint of the route is available.</summary>
    NoEndpoint,

    /// <summary>All connection permits of the target are in use.</summary>
    NoConnection,

    /// <summary>The endpoint's circuit opened after the endpoint was chosen.</summary>
    CircuitOpened,
}
