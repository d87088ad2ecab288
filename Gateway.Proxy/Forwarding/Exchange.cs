using Gateway.Proxy.Errors;
using Gateway.Proxy.Http;
using Gateway.Proxy.Resilience;
using Gateway.Proxy.Targets;
using Gateway.Proxy.Telemetry;
using Gateway.Proxy.WebSockets;
using Microsoft.AspNetCore.Http.Features;
using Yarp.ReverseProxy.Forwarder;

namespace Gateway.Proxy.Forwarding;

/// <summary>One request on its way: its attempts, its deadline, and what each attempt sends and takes. Pooled.</summary>
internal sealed class Exchange : HttpTransformer, SendingSign.ISender, IDisposable
{
    private static readonly TimeSpan ProbePatience = TimeSpan.FromSeconds(1);

    private static readonly UriCreationOptions AsItIs = new() { DangerousDisablePathAndQueryCanonicalization = true };

    private readonly ForwardingContext _gateway;
    private readonly Deadline _deadline;
    private readonly List<Destination> _tried = new(4);
    private readonly List<Destination> _failed = new(4);
    private Stream? _clientBody;
    private TimedBody? _watchedBody;
    private Uploads.Upload? _upload;
    private bool _retryTaken;
    private ITimer? _probeTimer;

    public Exchange(ForwardingContext gateway)
    {
        _gateway = gateway;
        _deadline = new(gateway.Time);
        Response = new(_deadline);
        Telemetry = new(gateway.Metrics, gateway.Time);
    }

    public HttpContext Context { get; private set; } = null!;

    public RouteState Route { get; private set; } = null!;

    public Destination Destination { get; private set; } = null!;

    /// <summary>What the attempt under way gives its result to the circuit with; that of a probe from the beginning.</summary>
    public long Pass { get; private set; }

    public Deadline Deadline => _deadline;

    /// <summary>Reads the response's body.</summary>
    public TimedResponse Response { get; }

    /// <summary>Measures and traces the attempt under way.</summary>
    public AttemptTelemetry Telemetry { get; }

    /// <summary>How often a circuit had opened between choice and attempt.</summary>
    public int Rejections { get; set; }

    public RequestBody Body { get; private set; }

    /// <summary>Endpoints that were tried already, and those that could not be.</summary>
    public ReadOnlySpan<Destination> Tried => System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_tried);

    /// <summary>Attempts so far.</summary>
    public int Attempts { get; private set; }

    /// <summary>Whether anything of the attempt under way went to the upstream.</summary>
    public bool WasSent { get; private set; }

    /// <summary>What is left of <c>Timeouts.Pool</c>: a request that waited for one target does not wait as long for another.</summary>
    public TimeSpan PoolTime { get; set; }

    /// <summary>The upstream's answer goes to the client.</summary>
    public bool Accepted { get; private set; }

    /// <summary>The upstream's answer was copied to its end.</summary>
    public bool IsCopied { get; private set; }

    /// <summary>The latest answer that another attempt was to replace.</summary>
    public KeptAnswer? Kept { get; private set; }

    /// <summary>The status of the upstream's answer, when it counts as a failure.</summary>
    public int FailureStatus { get; private set; }

    /// <summary>Set when the upstream's answer was discarded for another attempt: how long to wait before it.</summary>
    public TimeSpan? RetryDelay { get; set; }

    public bool IsUpgrade { get; private set; }

    private bool IsStreamed => Body is { Exists: true, Kept: null };

    public void Begin(HttpContext context, RouteState route)
    {
        Context = context;
        Route = route;
        PoolTime = route.Route.Timeouts.Pool;
        IsUpgrade = ClosingUpgrade.Install(context, _gateway.Shutdown.StreamsClosing);
        Body = RequestBody.Of(context, IsUpgrade);
        _deadline.Begin(route.Route.Timeout);
        if (!Body.Exists)
            _deadline.Start();
    }

    public void End()
    {
        ReleaseRetry();
        _probeTimer?.Dispose();
        _probeTimer = null;
        _deadline.End();
        _tried.Clear();
        _failed.Clear();
        if (_clientBody is not null)
            Context.Request.Body = _clientBody;
        _clientBody = null;
        _watchedBody = null;
        Context = null!;
        Route = null!;
        Destination = null!;
        Body = default;
        Kept = null;
        Pass = Circuit.NoPass;
        Attempts = FailureStatus = Rejections = 0;
        Accepted = IsCopied = IsUpgrade = Response.WasClosed = false;
        RetryDelay = null;
    }

    /// <summary>Forgets the answer to the attempt before: the next one may not even find an endpoint.</summary>
    public void BeginChoice() => FailureStatus = 0;

    /// <summary>An endpoint was chosen.</summary>
    public void Choose(Destination destination, long pass)
    {
        Destination = destination;
        Pass = pass;
        _tried.Add(destination);
    }

    /// <summary>Takes the pass of the chosen endpoint's circuit, unless it has opened since.</summary>
    public bool TryEnterCircuit() => Pass != Circuit.NoPass || (Pass = Destination.Circuit.Enter()) != Circuit.NoPass;

    public void BeginAttempt()
    {
        WasSent = false;
        Telemetry.Begin(Route.Route.Name, Destination.Target.Name, resends: Attempts++);
        _deadline.BeginPhase(RequestPhase.Reading, Route.Route.Timeouts.Read);
        if (!IsStreamed)
            return;

        _probeTimer = WatchProbe();
        if (Destination.Target.Client.Permits is { } permits && _watchedBody is { } body)
            _upload = body.Upload = permits.Uploads.Begin(() => _deadline.Phase == RequestPhase.Receiving, _deadline.ExpireReceiving);
    }

    public void Sending() => WasSent = true;

    /// <summary>What came of the attempt; an answer that broke off before the client saw any of it is none.</summary>
    public void EndAttempt(AttemptOutcome outcome)
    {
        _deadline.EndPhase();
        _probeTimer?.Dispose();
        _probeTimer = null;
        EndUpload();
        if (!Accepted || IsCopied || outcome.Reason is FailureReason.None or FailureReason.UpstreamStatus || Context.Response.HasStarted)
            return;
        Accepted = false;
        _deadline.DiscardResponse();
    }

    /// <summary>Tells the endpoint's circuit what came of the attempt. Of a request's failures at one endpoint it hears once.</summary>
    public void Report(AttemptOutcome? outcome)
    {
        if (outcome is { CountsAgainstTarget: true })
        {
            if (!_failed.Contains(Destination))
                _failed.Add(Destination);
            else if (!Circuit.IsProbe(Pass))
                outcome = null;
        }

        Destination.Circuit.Ended(Pass, outcome);
    }

    /// <summary>Takes back what a failed attempt left: the forwarder sends only when the response is untouched.</summary>
    public void RestartResponse()
    {
        _gateway.Headers.Restart(Context);
        Context.Features.Set<IForwarderErrorFeature>(null);
        Body.Kept?.Rewind();
    }

    public void UseBody(RequestBody body)
    {
        Body = body;
        _clientBody ??= Context.Request.Body;
    }

    /// <summary>From here on the body is read by attempts.</summary>
    public void WatchBody()
    {
        _clientBody ??= Context.Request.Body;
        Context.Request.Body = _watchedBody = new(Context.Request.Body, _deadline, Route.Route.Timeouts, RequestConfigs.IsGrpc(Context.Request.ContentType));
        if (Body.Kept is not null)
            _deadline.Start();
    }

    /// <summary>Makes the fields of the client's response of those of an endpoint's.</summary>
    /// <exception cref="HttpRequestException">The endpoint's response is not valid HTTP.</exception>
    public void CopyHeaders(HttpResponseMessage response, Destination from, bool isUpgrade) =>
        _gateway.ResponseHeaders.Copy(
            response, Context, Route.Route, Route.PathInverse, new(from.Address, from.Target.Key.Address, response.RequestMessage?.Headers.Host), isUpgrade);

    /// <summary>Takes a retry from the route's budget, once for an exchange at a time.</summary>
    public bool TryTakeRetry()
    {
        ReleaseRetry();
        return _retryTaken = Route.Budget.TryTake();
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
        if (!_gateway.RequestHeaders.TryCopy(httpContext, proxyRequest, Route.Route, Route.PathInverse.Prefix))
            httpContext.Response.StatusCode = StatusCodes.Status400BadRequest;
        if (Route.Route.WatchesSending)
            SendingSign.Watch(proxyRequest, this);
        else
            WasSent = true;
        return default;
    }

    public override async ValueTask<bool> TransformResponseAsync(HttpContext httpContext, HttpResponseMessage? proxyResponse, CancellationToken cancellationToken)
    {
        if (proxyResponse is null)
            return false;

        Telemetry.Responded(proxyResponse);
        var status = (int)proxyResponse.StatusCode;
        if (Array.IndexOf(Route.RetryStatuses, status) >= 0)
        {
            FailureStatus = status;
            RetryDelay = RetryDecision.AfterAnswer(this, proxyResponse);
            if (RetryDelay is not null)
            {
                // The client has seen nothing yet, so the time limits go on.
                _deadline.BeginPhase(RequestPhase.Reading, Route.Route.Timeouts.Read);
                Kept = await KeptAnswer.ReadAsync(proxyResponse, Destination, cancellationToken) ?? Kept;
                return false;
            }
        }

        CopyHeaders(proxyResponse, Destination, IsUpgrade);
        if (status != StatusCodes.Status101SwitchingProtocols)
            _gateway.Connections.Apply(httpContext);
        Accepted = true;
        _deadline.BeginResponse();
        _probeTimer?.Dispose();
        _probeTimer = FailureStatus == 0 ? Destination.Circuit.SucceedSoon(Pass) : null;
        Route.RequestConfigs.Limit(proxyResponse, this, _gateway.Shutdown.StreamsClosing);

        // Whoever listens for events wants to know that the stream is open, also when the first event is a long time coming.
        if (RequestConfigs.IsEventStream(httpContext.Response.ContentType))
            await httpContext.Response.Body.FlushAsync(cancellationToken);
        return true;
    }

    public override ValueTask TransformResponseTrailersAsync(HttpContext httpContext, HttpResponseMessage proxyResponse, CancellationToken cancellationToken)
    {
        // The server has none over HTTP/1.1, and to ask for what is not there costs the most.
        if (!HttpProtocol.IsHttp11(httpContext.Request.Protocol) && httpContext.Features.Get<IHttpResponseTrailersFeature>()?.Trailers is { IsReadOnly: false } trailers)
            _gateway.ResponseHeaders.CopyTrailers(proxyResponse, trailers);
        if (Response.WasClosed && RequestConfigs.IsGrpc(httpContext.Response.ContentType))
            GrpcError.EndStream(httpContext, StatusCodes.Status503ServiceUnavailable, "The gateway is shutting down");
        IsCopied = true;

        // The upstream has said all that it had to say: what is left of the request's body is nobody's any more.
        if (_watchedBody is { IsAtEnd: false })
            _deadline.Cancel();
        return default;
    }

    public void Dispose()
    {
        _deadline.Dispose();
        Response.Dispose();
    }

    /// <summary>The probe of a circuit does not wait for its client: while the client sends nothing, the next request may probe.</summary>
    private ITimer? WatchProbe()
    {
        if (!Circuit.IsProbe(Pass))
            return null;
        var (circuit, pass) = (Destination.Circuit, Pass);
        return _gateway.Time.CreateTimer(
            _ =>
            {
                if (_deadline.Phase == RequestPhase.Receiving)
                    circuit.Abandoned(pass);
            },
            null, ProbePatience, ProbePatience);
    }

    private void EndUpload()
    {
        if (_upload is null)
            return;
        Destination.Target.Client.Permits!.Uploads.End(_upload);
        _watchedBody!.Upload = null;
        _upload = null;
    }

    private void ReleaseRetry()
    {
        if (_retryTaken)
            Route.Budget.Release();
        _retryTaken = false;
    }
}
