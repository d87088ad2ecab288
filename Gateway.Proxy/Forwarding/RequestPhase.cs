namespace Gateway.Proxy.Forwarding;

/// <summary>What an attempt waits for.</summary>
internal enum RequestPhase
{
    /// <summary>Nothing with a limit of its own.</summary>
    None,

    /// <summary>The client to send a piece of the request's body.</summary>
    ReceivingRequestBody,

    /// <summary>The upstream to take a piece of the request's body.</summary>
    SendingRequestBody,

    /// <summary>The response's headers.</summary>
    AwaitingResponseHeaders,

    /// <summary>A piece of the response's body.</summary>
    ReceivingResponseBody,
}
