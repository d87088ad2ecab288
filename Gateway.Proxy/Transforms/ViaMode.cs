namespace Gateway.Proxy.Transforms;

/// <summary>The messages to which the gateway adds a <c>Via</c> field.</summary>
internal enum ViaMode
{
    /// <summary>Neither requests nor responses.</summary>
    None,

    /// <summary>Forwarded requests.</summary>
    Request,

    /// <summary>Responses to clients.</summary>
    Response,

    /// <summary>Requests and responses, as RFC 9110 section 7.6.3 asks of a proxy.</summary>
    Both,
}
