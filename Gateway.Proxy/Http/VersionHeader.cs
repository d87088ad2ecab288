namespace Gateway.Proxy.Http;

/// <summary>The header that every response of the gateway carries, errors included.</summary>
internal sealed record VersionHeader
{
    /// <summary>The header's name, a token. Default: <c>X-CoreRL-Version</c>.</summary>
    public string Name { get; init; } = "X-CoreRL-Version";

    /// <summary>The header's value. Default: <c>0.0.1</c>.</summary>
    public string Value { get; init; } = "0.0.1";
}
