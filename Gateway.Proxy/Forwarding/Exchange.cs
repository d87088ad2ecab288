using System.Diagnostics;
using Gateway.Proxy.Routes;
using Gateway.Proxy.Targets;
using Gateway.Proxy.Telemetry;
using Gateway.Proxy.Transforms;
using Gateway.Proxy.WebSockets;
using Microsoft.AspNetCore.Http.Features;
using Yarp.ReverseProxy.Forwarder;

namespace Gateway.Proxy.Forwarding;

/// <summary>One request on its way: its attempts, its deadline, and what each attempt sends and takes. Pooled.</summary>
internal sealed class Exchange : HttpTransformer, IDisposable
{
    private const string EventStream = "text/event-stream";

    private static readonly UriCreationOptions AsItIs = new() { DangerousDisablePathAndQueryCanonicalization = true };

    private readonly ForwardingContext _gateway;
    private readonly Deadline _deadline;
    private readonly List<Destination> _tried = new(4);
    private bool _retryTaken;

    public Exchange(ForwardingContext gateway)
    {
        _gateway = gateway;
        _deadline = new(gateway.Time);
    }

    public HttpContext Context { get; private set; } = null!;

    public RouteState Route { get; private set; } = null!;

    public Destination Destination { get; private set; } = null!;

    /// <summary>Whether the attempt under way is the probe of a half-open circuit.</summary>
    public bool IsProbe { get; private set; }

    public Deadline Deadline => _deadline;

    public RequestBody Body { get; private set; }

    /// <summary>Endpoints that were tried already; attempts so far.</summary>
    public ReadOnlySpan<Destination> Tried => System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_tried);

    /// <summary>The upstream's answer goes to the client: nothing can be tried again.</summary>
    public bool Accepted { get; private set; }

    /// <summary>The status of the upstream's answer, when it counts as a failure.</summary>
    public int FailureStatus { get; private set; }

    /// <summary>Set when the upstream's answer was discarded for another attempt: how long to wait before it.</summary>
    public TimeSpan? RetryDelay { get; set; }

    public bool IsUpgrade { get; private set; }

    public void Begin(HttpContext context, RouteState route)
    {
        Context = context;
        Route = route;
        IsUpgrade = context.Features.Get<IHttpUpgradeFeature>() is { IsUpgradableRequest: true } || context.Features.Get<IHttpExtendedConnectFeature>() is { IsExtendedConnect: true };
        if (IsUpgrade)
            ClosingUpgrade.Install(context, _gateway.Draining.Closing);
        Body = RequestBody.Of(context, IsUpgrade);
        _deadline.Begin(route.Route.Timeout);
    }

    public void End()
    {
        ReleaseRetry();
        _deadline.End();
        _tried.Clear();
        Context = null!;
        Route = null!;
        Destination = null!;
        Body = default;
        IsProbe = Accepted = IsUpgrade = false;
        FailureStatus = 0;
        RetryDelay = null;
    }

    public void BeginAttempt(Destination destination, bool isProbe)
    {
        Destination = destination;
        IsProbe = isProbe;
        FailureStatus = 0;
        RetryDelay = null;
        _tried.Add(destination);
    }

    public void UseBody(RequestBody body) => Body = body;

    /// <summary>Takes a retry from the route's budget, once for an exchange at a time.</summary>
    public bool TryTakeRetry()
    {
        ReleaseRetry();
        return _retryTaken = Route.Budget.TryTake(Route.Requests);
    }

    public override ValueTask TransformRequestAsync(HttpContext httpContext, HttpRequestMessage proxyRequest, string destinationPrefix, CancellationToken cancellationToken)
    {
        var raw = httpContext.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        if (!RawTarget.TryParse(raw, out var target))
        {
            // A status that is not 200 keeps the forwarder from sending anything.
            httpContext.Response.StatusCode = StatusCodes.Status400BadRequest;
            return default;
        }

        proxyRequest.RequestUri = new Uri(Route.Path.Apply(destinationPrefix, target, httpContext.Request.RouteValues), AsItIs);
        if (!RequestHeaders.TryCopy(httpContext, proxyRequest, Route.Route, _gateway.ForwardedHeaders))
            httpContext.Response.StatusCode = StatusCodes.Status400BadRequest;
        return default;
    }

    public override ValueTask<bool> TransformResponseAsync(HttpContext httpContext, HttpResponseMessage? proxyResponse, CancellationToken cancellationToken)
    {
        if (proxyResponse is null)
            return new(false);

        var status = (int)proxyResponse.StatusCode;
        if (Array.IndexOf(Route.RetryStatuses, status) >= 0)
        {
            FailureStatus = status;
            RetryDelay = RetryDecision.AfterAnswer(this, proxyResponse);
            if (RetryDelay is not null)
                return new(false);
        }

        CopyHeaders(httpContext, proxyResponse);
        Accepted = true;
        _deadline.Disarm();
        GatewayTelemetry.TagAnswer(Activity.Current, status);
        return httpContext.Response.ContentType is { } type && type.StartsWith(EventStream, StringComparison.OrdinalIgnoreCase) ? StartAsync(httpContext, cancellationToken) : new(true);
    }

    // Whoever listens for events wants to know that the stream is open, also when the first event is a long time coming.
    private static async ValueTask<bool> StartAsync(HttpContext httpContext, CancellationToken cancellationToken)
    {
        await httpContext.Response.Body.FlushAsync(cancellationToken);
        return true;
    }

    private void CopyHeaders(HttpContext httpContext, HttpResponseMessage answer)
    {
        var version = _gateway.Settings.VersionHeader;
        try
        {
            ResponseHeaders.Copy(answer, httpContext, Route.Route, version);
        }
        catch (InvalidOperationException)
        {
            // A field that the server refuses, such as a length that is no number: nothing of this answer goes on.
            httpContext.Response.Headers.Clear();
            httpContext.Response.Headers[version.Name] = version.Value;
            throw;
        }
    }

    public override ValueTask TransformResponseTrailersAsync(HttpContext httpContext, HttpResponseMessage proxyResponse, CancellationToken cancellationToken)
    {
        if (httpContext.Features.Get<IHttpResponseTrailersFeature>()?.Trailers is { IsReadOnly: false } trailers)
            ResponseHeaders.CopyTrailers(proxyResponse, trailers);
        return default;
    }

    public void Dispose() => _deadline.Dispose();

    private void ReleaseRetry()
    {
        if (_retryTaken)
            Route.Budget.Release();
        _retryTaken = false;
    }
}
