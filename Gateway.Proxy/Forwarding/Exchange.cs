using Gateway.Proxy.Resilience;
using Gateway.Proxy.Routes;
using Gateway.Proxy.Targets;
using Gateway.Proxy.Telemetry;
using Gateway.Proxy.Transforms;
using Gateway.Proxy.WebSockets;
using Microsoft.AspNetCore.Http.Features;
using Yarp.ReverseProxy.Forwarder;

namespace Gateway.Proxy.Forwarding;

/// <summary>One request on its way: its attempts, its deadline, and what each attempt sends and takes. Pooled.</summary>
internal sealed class Exchange : HttpTransformer, SendingSign.ISender, IDisposable
{
    private const string EventStream = "text/event-stream";

    private static readonly UriCreationOptions AsItIs = new() { DangerousDisablePathAndQueryCanonicalization = true };

    private readonly ForwardingContext _gateway;
    private readonly Deadline _deadline;
    private readonly List<Destination> _tried = new(4);
    private bool _retryTaken;
    private ITimer? _probeTimer;

    public Exchange(ForwardingContext gateway)
    {
        _gateway = gateway;
        _deadline = new(gateway.Time);
    }

    public HttpContext Context { get; private set; } = null!;

    public RouteState Route { get; private set; } = null!;

    public Destination Destination { get; private set; } = null!;

    /// <summary>What the attempt under way gives its result to the circuit with; that of a probe from the beginning.</summary>
    public long Pass { get; set; }

    public Deadline Deadline => _deadline;

    /// <summary>For the pipelines of the endpoints, one after the other. The deadline is no part of it: the forwarder keeps it.</summary>
    public Polly.ResilienceContext Resilience { get; } = Polly.ResilienceContextPool.Shared.Get(CancellationToken.None);

    /// <summary>How often a circuit had opened between choice and attempt.</summary>
    public int Rejections { get; set; }

    public RequestBody Body { get; private set; }

    /// <summary>Whether all of the request's body went up: while both sides send, either's bytes are signs of life.</summary>
    public bool IsSent => Context.Request.Body is not TimedBody { IsAtEnd: false };

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

    public void Begin(HttpContext context, RouteState route)
    {
        Context = context;
        Route = route;
        PoolTime = route.Route.Timeouts.Pool;
        IsUpgrade = ClosingUpgrade.Install(context, _gateway.Draining.Closing);
        Body = RequestBody.Of(context, IsUpgrade);
        _deadline.Begin(route.Route.Timeout);
    }

    public void End()
    {
        ReleaseRetry();
        _probeTimer?.Dispose();
        _probeTimer = null;
        _deadline.End();
        _tried.Clear();
        Context = null!;
        Route = null!;
        Destination = null!;
        Body = default;
        Kept = null;
        Pass = Circuit.NoPass;
        Attempts = FailureStatus = Rejections = 0;
        Accepted = IsCopied = IsUpgrade = false;
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

    public void BeginAttempt()
    {
        WasSent = false;

        // A first attempt without a body has but one time limit, that for the answer, and the forwarder keeps it.
        if (Attempts++ > 0 || Body.Exists || IsUpgrade || !Route.IsReadTheShorterLimit)
            _deadline.Arm();
    }

    public void Sending() => WasSent = true;

    /// <summary>What came of the attempt; an answer that broke off before the client saw any of it is none.</summary>
    public void EndAttempt(AttemptOutcome outcome)
    {
        _deadline.EndPhase();
        _probeTimer?.Dispose();
        _probeTimer = null;
        if (!Accepted || IsCopied || outcome.Reason is FailureReason.None or FailureReason.UpstreamStatus || Context.Response.HasStarted)
            return;
        Accepted = false;
        Context.Response.Headers[_gateway.Settings.VersionHeader.Name] = _gateway.Settings.VersionHeader.Value;
        _deadline.Rearm();
    }

    public void UseBody(RequestBody body) => Body = body;

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
        if (!RequestHeaders.TryCopy(httpContext, proxyRequest, Route.Route, _gateway.ForwardedHeaders))
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

        var status = (int)proxyResponse.StatusCode;
        if (Array.IndexOf(Route.RetryStatuses, status) >= 0)
        {
            FailureStatus = status;
            RetryDelay = RetryDecision.AfterAnswer(this, proxyResponse);
            if (RetryDelay is not null)
            {
                // The client has seen nothing yet, so the whole request's time goes on.
                _deadline.Arm();
                using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _deadline.Token);
                Kept = await KeptAnswer.ReadAsync(proxyResponse, either.Token) ?? Kept;
                return false;
            }
        }

        CopyHeaders(httpContext, proxyResponse);
        Accepted = true;
        _deadline.Disarm();
        if (FailureStatus == 0)
            _probeTimer = Destination.Circuit.SucceedSoon(Pass);
        Route.RequestConfigs.Limit(proxyResponse, this);
        GatewayTelemetry.TagAnswer(status);

        // Whoever listens for events wants to know that the stream is open, also when the first event is a long time coming.
        if (httpContext.Response.ContentType is { } type && type.StartsWith(EventStream, StringComparison.OrdinalIgnoreCase))
            await httpContext.Response.Body.FlushAsync(cancellationToken);
        return true;
    }

    private void CopyHeaders(HttpContext httpContext, HttpResponseMessage answer)
    {
        var version = _gateway.Settings.VersionHeader;
        try
        {
            ResponseHeaders.Copy(answer, httpContext, Route.Route, version, IsUpgrade);
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
            ResponseHeaders.CopyTrailers(proxyResponse, trailers, _gateway.Settings.VersionHeader);
        IsCopied = true;
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
