namespace Gateway.Proxy.Forwarding;

/// <summary>What an attempt waits for.</summary>
internal enum RequestPhase
{
    /// <summary>Nothing with a limit of its own.</summary>
    None,

    /// <summary>The client to send a piece of the request's body.</summary>
    Receiving,

    /// <summary>The upstream to take a piece of the request's body.</summary>
    Writing,

    /// <summary>The response's headers.</summary>
    Reading,

    /// <summary>A piece of the response's body.</summary>
    ReadingBody,
}
