namespace Gateway.Proxy.Access.Cors;

/// <summary>Which web pages of other origins may call the route.</summary>
public sealed record CorsSettings
{
    /// <summary>Whether the gateway answers preflights and adds the headers; false turns off what is inherited. Default: true.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>Origins that may call, for example <c>https://app.example.com</c>. Empty: any, without credentials, and an upstream's own CORS headers stay. Default: empty.</summary>
    public IReadOnlyList<string> Origins { get; init; } = [];

    /// <summary>Whether cookies and credentials may be sent; needs <see cref="Origins"/>. Default: false.</summary>
    public bool Credentials { get; init; }

    /// <summary>Response headers that the page's script may read. Default: none beyond the standard's.</summary>
    public IReadOnlyList<string> ExposedHeaders { get; init; } = [];

    /// <summary>How long a browser may remember a preflight's answer. Default: 10 minutes; 0 to 1 day.</summary>
    public TimeSpan MaxAge { get; init; } = TimeSpan.FromMinutes(10);
}
