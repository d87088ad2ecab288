using Gateway.Proxy.Diagnostics;
using Gateway.Proxy.Resilience;
using Gateway.Proxy.Targets;
using Yarp.ReverseProxy.Forwarder;

namespace Gateway.Proxy.Forwarding;

/// <summary>Maps every error of YARP's forwarder to an outcome.</summary>
internal static class OutcomeClassifier
{
    // RFC 9113 section 7: one side does not speak HTTP/2 as the other does. All other codes end a stream or a connection on purpose.
    private const long Http2ProtocolError = 0x1;
    private const long Http2FrameSizeError = 0x6;
    private const long Http2CompressionError = 0x9;
    private const long Http2Http11Required = 0xd;

    public static AttemptOutcome Classify(ForwarderError error, ForwardedRequest request)
    {
        // A complete response is a success, even when the upstream did not read the rest of the request.
        if (error == ForwarderError.None || request.Attempt.IsCopied)
            return request.Attempt.FailureStatus > 0 ? new(FailureReason.UpstreamStatus, Status: request.Attempt.FailureStatus) : BadTarget(request);

        var context = request.Context;

        // When the upstream's body ends early, the forwarder aborts the client's connection: the client did not disconnect.
        var expired = request.Deadline.Expired;
        if (context.RequestAborted.IsCancellationRequested && expired is null && error != ForwarderError.ResponseBodyDestination)
            return new(FailureReason.ClientDisconnected);

        var exception = context.Features.Get<IForwarderErrorFeature>()?.Exception;
        return error switch
        {
            // The end of an upgraded connection is not a failure, whichever side ends it.
            ForwarderError.UpgradeRequestCanceled or ForwarderError.UpgradeRequestClient or ForwarderError.UpgradeRequestDestination or
                ForwarderError.UpgradeResponseCanceled or ForwarderError.UpgradeResponseClient or ForwarderError.UpgradeResponseDestination or
                ForwarderError.UpgradeActivityTimeout => AttemptOutcome.Success,
            _ when expired is { } phase => TimedOutIn(phase, request),

            // The upstream's failure ends the reading of the client's body, which the forwarder takes for a failure of the client.
            ForwarderError.RequestBodyClient when exception is AggregateException { InnerExceptions: [OperationCanceledException, var upstream] } => Interrupted(upstream),
            ForwarderError.RequestBodyClient => BadBody(Refusal(exception), context.Response.StatusCode, exception),
            ForwarderError.ResponseBodyClient or ForwarderError.ResponseBodyCanceled => new(FailureReason.ClientDisconnected),
            ForwarderError.RequestTimedOut => NotConnectedInTime(request),
            ForwarderError.ResponseBodyDestination => new(FailureReason.UpstreamReset, Cause: CauseOf(exception)),
            ForwarderError.ResponseHeaders => new(FailureReason.UpstreamProtocolError, Cause: CauseOf(exception)),
            ForwarderError.RequestCreation => new(FailureReason.BadRequest, Status: StatusCodes.Status400BadRequest, Cause: CauseOf(exception)),
            _ => Of(exception),
        };
    }

    // Kestrel's own error for the body; the forwarder has only one status for all body errors.
    private static BadHttpRequestException? Refusal(Exception? exception) => (exception as AggregateException)?.InnerExceptions.OfType<BadHttpRequestException>().FirstOrDefault();

    private static AttemptOutcome BadBody(BadHttpRequestException? refusal, int status, Exception? exception) => new(
        FailureReason.BadRequest,
        Status: refusal?.StatusCode ?? (status is >= 400 and < 500 ? status : StatusCodes.Status400BadRequest),
        Cause: CauseOf(refusal ?? exception));

    private static string? CauseOf(Exception? exception) => exception is null ? null : ExceptionCause.Of(exception);

    private static AttemptOutcome Of(Exception? exception) => exception switch
    {
        HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError or HttpRequestError.SecureConnectionError or HttpRequestError.ProxyTunnelError } => new(FailureReason.ConnectFailed, IsNotSent: true, Cause: CauseOf(exception)),
        HttpRequestException { InnerException: RequestNotSentException } => new(FailureReason.ConnectFailed, IsNotSent: true, Cause: CauseOf(exception)),
        HttpRequestException { HttpRequestError: HttpRequestError.InvalidResponse or HttpRequestError.VersionNegotiationError or HttpRequestError.ConfigurationLimitExceeded or HttpRequestError.ExtendedConnectNotSupported } => new(FailureReason.UpstreamProtocolError, Cause: CauseOf(exception)),
        _ => Interrupted(exception),
    };

    private static AttemptOutcome Interrupted(Exception? exception) =>
        new(SpeaksOtherwise(exception) ? FailureReason.UpstreamProtocolError : FailureReason.UpstreamReset, Cause: CauseOf(exception));

    private static bool SpeaksOtherwise(Exception? exception) => exception switch
    {
        null => false,
        HttpProtocolException { ErrorCode: var code } => code is Http2ProtocolError or Http2FrameSizeError or Http2CompressionError or Http2Http11Required,
        AggregateException { InnerExceptions: var all } => all.Any(SpeaksOtherwise),
        _ => SpeaksOtherwise(exception.InnerException),
    };

    private static AttemptOutcome TimedOutIn(RequestPhase phase, ForwardedRequest request) => phase switch
    {
        RequestPhase.ReceivingRequestBody => new(FailureReason.BadRequest, Status: StatusCodes.Status408RequestTimeout, Cause: "the client sent its request body too slowly"),
        RequestPhase.SendingRequestBody => new(FailureReason.WriteTimeout, Cause: $"the target accepted none of the request body within Timeouts.Write, {Seconds.Of(request.Route.Route.Timeouts.Write)}"),
        RequestPhase.AwaitingResponseHeaders when request.Attempt.WasSent => new(FailureReason.ReadTimeout, Cause: $"no response within Timeouts.Read, {Seconds.Of(request.Route.Route.Timeouts.Read)}"),
        RequestPhase.AwaitingResponseHeaders => NotConnectedInTime(request),
        RequestPhase.ReceivingResponseBody => new(FailureReason.ResponseIdle, Cause: "the target sent no more of its response within Timeouts.Read or Timeouts.StreamIdle"),
        _ => new(FailureReason.RequestTimeout, Cause: $"no response within Timeout, {Seconds.Of(request.Route.Route.Timeout)}"),
    };

    private static AttemptOutcome NotConnectedInTime(ForwardedRequest request) =>
        new(FailureReason.ConnectTimeout, IsNotSent: true, Cause: $"no connection within Timeouts.Connect, {Seconds.Of(request.Route.Route.Timeouts.Connect)}");

    // The transformer rejected the request target: nothing was sent.
    private static AttemptOutcome BadTarget(ForwardedRequest request) =>
        request.Attempt.IsAccepted ? AttemptOutcome.Success : new(FailureReason.BadRequest, Status: StatusCodes.Status400BadRequest, Cause: "the request target or a header field cannot be forwarded");
}
