namespace Gateway.Proxy;

/// <summary>Which web pages of other origins may call the route.</summary>
public sealed record CorsSettings
{
    /// <summary>Whether the gateway responds to preflight requests and adds the headers; false disables an inherited setting. Default: true.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>Origins that may call, for example <c>https://app.example.com</c>. Empty: any, without credentials, and an upstream's own CORS headers stay. Default: empty.</summary>
    public IReadOnlyList<string> Origins { get; init; } = [];

    /// <summary>Whether cookies and credentials may be sent; needs <see cref="Origins"/>. Default: false.</summary>
    public bool Credentials { get; init; }

    /// <summary>Response headers that scripts may read. Default: only those that the Fetch standard allows.</summary>
    public IReadOnlyList<string> ExposedHeaders { get; init; } = [];

    /// <summary>How long a browser may cache the response to a preflight request. Default: 10 minutes; 0 to 1 day.</summary>
    public TimeSpan MaxAge { get; init; } = TimeSpan.FromMinutes(10);
}
