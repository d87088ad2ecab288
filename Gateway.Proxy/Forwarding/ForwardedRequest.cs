using Gateway.Proxy.Targets;
using Gateway.Proxy.Transforms;
using Gateway.Proxy.WebSockets;
using Yarp.ReverseProxy.Forwarder;

namespace Gateway.Proxy.Forwarding;

/// <summary>One request on its way to an upstream: what all of its attempts share. Pooled, together with everything that hangs on it.</summary>
internal sealed class ForwardedRequest : IDisposable
{
    private Stream? _clientBody;

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

    public bool IsUpgrade { get; private set; }

    /// <summary>What is known of the request's body.</summary>
    public RequestBody Body { get; private set; }

    /// <summary>The body as attempts read it; null when there is none.</summary>
    public TimedRequestBody? TimedBody { get; private set; }

    /// <summary>The time limits.</summary>
    public Deadline Deadline { get; }

    /// <summary>What the attempts so far leave to the next one.</summary>
    public RetryState Retries { get; } = new();

    /// <summary>The attempt under way, or the last one.</summary>
    public Attempt Attempt { get; }

    /// <summary>Makes the forwarded request, and the client's response.</summary>
    public ForwardTransformer Transformer { get; }

    /// <summary>Reads the upstream response's body.</summary>
    public TimedResponseBody ResponseBody { get; }

    public void Begin(HttpContext context, RouteRuntime route)
    {
        Context = context;
        Route = route;
        IsUpgrade = ClosingUpgrade.Install(context, Gateway.Shutdown.StreamsClosing);
        Body = RequestBody.Of(context, IsUpgrade);
        Retries.Begin(route);
        Deadline.Begin(route.Route.Timeout);
        if (!Body.Exists)
            Deadline.Start();
    }

    /// <summary>Takes what was read ahead of the body, and its stream.</summary>
    public void UseBody(RequestBody body, Stream stream)
    {
        _clientBody ??= Context.Request.Body;
        Body = body;
        Context.Request.Body = stream;
    }

    /// <summary>From here on attempts read the body, within the route's time limits.</summary>
    public void TimeBody()
    {
        TimedBody = new(Context.Request.Body, Deadline, Route.Route.Timeouts, ForwarderConfigs.IsGrpc(Context.Request.ContentType));
        UseBody(Body, TimedBody);
        if (Body.Buffer is not null)
            Deadline.Start();
    }

    /// <summary>Takes back what a failed attempt left: the forwarder sends only when the response is untouched.</summary>
    public void Restart()
    {
        Gateway.Headers.Restart(Context);
        Context.Features.Set<IForwarderErrorFeature>(null);
        Body.Buffer?.Rewind();
    }

    /// <summary>Makes the fields of the client's response of those of an endpoint's.</summary>
    /// <exception cref="HttpRequestException">The endpoint's response is not valid HTTP.</exception>
    public void CopyHeaders(HttpResponseMessage response, UpstreamEndpoint from, bool isUpgrade)
    {
        TargetNames names = new(from.Address, from.Target.Key.Address, response.RequestMessage?.Headers.Host);
        Gateway.ResponseHeaders.Copy(response, Context, new(Route.Route.ResponseHeaders, Route.Route.RewriteRedirects, Route.PathInverse, names, isUpgrade));
    }

    /// <summary>The request is over: nothing of it stays, and the next one finds this as new.</summary>
    public void End()
    {
        Retries.End();
        Attempt.Clear();
        Deadline.End();
        ResponseBody.WasClosed = false;
        if (_clientBody is not null)
            Context.Request.Body = _clientBody;
        _clientBody = null;
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
