using Gateway.Proxy.Targets;
using Gateway.Proxy.Transforms;
using Gateway.Proxy.WebSockets;
using Yarp.ReverseProxy.Forwarder;

namespace Gateway.Proxy.Forwarding;

/// <summary>The state of one forwarded request that all its attempts share. Pooled, together with the objects it owns.</summary>
internal sealed class ForwardedRequest : IDisposable
{
    private Stream? _clientBody;
    private ClientNetwork? _client;

    public ForwardedRequest(ForwardingContext gateway)
    {
        Gateway = gateway;
        Deadline = new(gateway.Time);
        ResponseBody = new(Deadline);
        Attempt = new(this);
        Transformer = new(this);
    }

    public ForwardingContext Gateway { get; }

    public HttpContext Context { get; private set; } = null!;

    public RouteRuntime Route { get; private set; } = null!;

    /// <summary>The hash of the request's session; null: it belongs to none.</summary>
    public ulong? Session { get; private set; }

    public bool IsUpgrade { get; private set; }

    /// <summary>Whether the request has a body, and how it is read.</summary>
    public RequestBody Body { get; private set; }

    /// <summary>The body as attempts read it; null when there is no body.</summary>
    public TimedRequestBody? TimedBody { get; private set; }

    /// <summary>The time limits.</summary>
    public Deadline Deadline { get; }

    /// <summary>The retry state that attempts hand on to the next one.</summary>
    public RetryState Retries { get; } = new();

    /// <summary>The current or the last attempt.</summary>
    public Attempt Attempt { get; }

    /// <summary>Transforms the request and the response.</summary>
    public ForwardTransformer Transformer { get; }

    /// <summary>Reads the upstream response's body.</summary>
    public TimedResponseBody ResponseBody { get; }

    public void Begin(HttpContext context, RouteRuntime route)
    {
        Context = context;
        Route = route;
        Session = route.Sessions?.Of(context, Gateway.Forwarded);
        IsUpgrade = ClosingUpgrade.Install(context, Gateway.Shutdown.StreamsClosing);
        Body = RequestBody.Of(context, IsUpgrade);
        Retries.Begin(route);
        Deadline.Begin(route.Route.Timeout);
        if (Body.Exists)
            route.AddPending();
        else
            Deadline.Start();
    }

    /// <summary>The client whose permit is acquired and released: the same until the request ends, also if the trusted proxies change.</summary>
    public ClientNetwork ClientFor(ConnectionPermits permits) => permits.ArePerClient ? _client ??= Gateway.Clients.NetworkOf(Context) : default;

    /// <summary>Takes the buffered part of the body, and its stream.</summary>
    public void UseBody(RequestBody body, Stream stream)
    {
        _clientBody ??= Context.Request.Body;
        Body = body;
        Context.Request.Body = stream;
    }

    /// <summary>Prepares the body for the attempts, with the route's time limits.</summary>
    public void TimeBody()
    {
        TimedBody = new(Context.Request.Body, Deadline, Route.Route.Timeouts, ForwarderConfigs.IsGrpc(Context.Request.ContentType));
        UseBody(Body, TimedBody);
        if (Body.Buffer is not null)
            Deadline.Start();
    }

    /// <summary>Resets the response after a failed attempt: YARP's forwarder requires an untouched response.</summary>
    public void Restart()
    {
        Gateway.Headers.Restart(Context);
        Context.Features.Set<IForwarderErrorFeature>(null);
        Body.Buffer?.Rewind();
    }

    /// <summary>Copies the header fields of an endpoint's response to the client's.</summary>
    /// <exception cref="HttpRequestException">The endpoint's response is not valid HTTP.</exception>
    public void CopyHeaders(HttpResponseMessage response, UpstreamEndpoint from, bool isUpgrade)
    {
        TargetNames names = new(from.Address, from.Target.Key.Address, response.RequestMessage?.Headers.Host);
        Gateway.ResponseHeaders.Copy(response, Context, new(Route.Route.ResponseHeaders, Route.Route.RewriteRedirects, Route.PathInverse, names, isUpgrade));
    }

    /// <summary>Clears all state, so that the next request can reuse this object.</summary>
    public void End()
    {
        if (Body.Exists)
            Route.RemovePending();
        Retries.End();
        Attempt.Clear();
        Deadline.End();
        ResponseBody.WasClosed = false;
        if (_clientBody is not null)
            Context.Request.Body = _clientBody;
        _clientBody = null;
        _client = null;
        TimedBody = null;
        Body = default;
        Context = null!;
        Route = null!;
    }

    public void Dispose()
    {
        Deadline.Dispose();
        ResponseBody.Dispose();
    }
}
