namespace Gateway.Proxy.Endpoints;

/// <summary>The gateway's own endpoints.</summary>
internal enum OwnEndpoint
{
    /// <summary>The redirect from <c>/</c> to <c>/docs</c>, where no route matches <c>/</c>.</summary>
    Root,

    /// <summary><c>/docs</c> and <c>/openapi</c>.</summary>
    Docs,

    /// <summary><c>/health</c>, <c>/alive</c> and <c>/ready</c>.</summary>
    Health,

    /// <summary>Everything below <c>/gateway</c>.</summary>
    Status,
}
