using Gateway.Proxy.Forwarding;
using Gateway.Proxy.Http;
using Gateway.Proxy.Runtime;

namespace Gateway.Proxy;

/// <summary>Forwards a request from inside an endpoint's handler, whose code chooses the destination.</summary>
/// <remarks>
/// Timeouts, retries, circuits and errors are those of a configured route. Make one for each destination and keep it, or make
/// equal ones repeatedly: their state (connections, circuits) is looked up by value. Never build one from request data.
/// </remarks>
/// <example><code>
/// app.Map("/api/legacy/{area}/{**rest}", (string area) =>
///     area == "users" ? Forward.To("http://users", "/v2/{**rest}") : Forward.To("http://monolith"));
/// </code></example>
public sealed record Forward : IResult
{
    private Forward(string address, string? pathRewrite, RouteSettings? settings)
    {
        Address = address;
        PathRewrite = pathRewrite;
        Settings = settings;
    }

    /// <summary>Where requests go.</summary>
    public string Address { get; }

    /// <summary>The forwarded path, built from the endpoint's parameters; null: the request's path.</summary>
    public string? PathRewrite { get; }

    /// <summary>The settings; null: those of <c>Gateway:Defaults</c> as they are at start.</summary>
    public RouteSettings? Settings { get; }

    /// <summary>Forwards to <paramref name="address"/>.</summary>
    /// <param name="address">An absolute http or https URL; its host is looked up in service discovery.</param>
    /// <param name="pathRewrite">The forwarded path, built from the endpoint pattern's parameters. Default: the request's path.</param>
    /// <param name="settings">Timeouts, retries, circuit breaker and the rest; keep the instance. Default: <c>Gateway:Defaults</c>.</param>
    public static Forward To(string address, string? pathRewrite = null, RouteSettings? settings = null) => new(address, pathRewrite, settings);

    /// <summary>Forwards the request; the endpoint's handler calls it by returning this.</summary>
    /// <exception cref="GatewayConfigurationException">The address, the path or a setting is not allowed.</exception>
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        ArgumentNullException.ThrowIfNull(httpContext);
        var services = httpContext.RequestServices;
        var state = await services.GetRequiredService<DirectForwarders>().StateOf(this, httpContext.GetEndpoint() as RouteEndpoint);

        // The handler sees the request as the framework's forwarded headers changed it; only TrustedProxies counts for what is forwarded.
        ReceivedConnection.Exchange(httpContext);
        try
        {
            await services.GetRequiredService<RoutePipeline>().InvokeAsync(httpContext, state);
        }
        finally
        {
            ReceivedConnection.Exchange(httpContext);
        }
    }
}
