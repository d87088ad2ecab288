namespace Gateway.Proxy.Forwarding;

/// <summary>What an attempt waits for.</summary>
internal enum RequestPhase
{
    /// <summary>Nothing that has its own limit.</summary>
    None,

    /// <summary>The client: the next chunk of the request body.</summary>
    ReceivingRequestBody,

    /// <summary>The upstream: to accept a chunk of the request body.</summary>
    SendingRequestBody,

    /// <summary>The response's headers.</summary>
    AwaitingResponseHeaders,

    /// <summary>The next chunk of the response body.</summary>
    ReceivingResponseBody,
}
