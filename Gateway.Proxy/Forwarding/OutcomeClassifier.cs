using Gateway.Proxy.Resilience;
using Gateway.Proxy.Targets;
using Yarp.ReverseProxy.Forwarder;

namespace Gateway.Proxy.Forwarding;

/// <summary>Maps every error of YARP's forwarder to an outcome.</summary>
internal static class OutcomeClassifier
{
    public static AttemptOutcome Classify(ForwarderError error, ForwardedRequest request)
    {
        // A complete response is a success, even when the upstream did not read the rest of the request.
        if (error == ForwarderError.None || request.Attempt.IsCopied)
            return request.Attempt.FailureStatus > 0 ? new(FailureReason.UpstreamStatus) : BadTarget(request);

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
            ForwarderError.RequestBodyClient => new(FailureReason.BadRequest, Status: Refusal(exception) ?? (context.Response.StatusCode is >= 400 and < 500 and var status ? status : StatusCodes.Status400BadRequest)),
            ForwarderError.ResponseBodyClient or ForwarderError.ResponseBodyCanceled => new(FailureReason.ClientDisconnected),
            ForwarderError.RequestTimedOut => new(FailureReason.ConnectTimeout, IsNotSent: true),
            ForwarderError.RequestBodyDestination or ForwarderError.ResponseBodyDestination => new(FailureReason.UpstreamReset),
            ForwarderError.ResponseHeaders => new(FailureReason.UpstreamProtocolError),
            ForwarderError.RequestCreation => new(FailureReason.BadRequest, Status: StatusCodes.Status400BadRequest),
            _ => Of(exception),
        };
    }

    // Kestrel's own status for the body; the forwarder has only one status for all body errors.
    private static int? Refusal(Exception? exception) =>
        (exception as AggregateException)?.InnerExceptions.OfType<BadHttpRequestException>().FirstOrDefault()?.StatusCode;

    private static AttemptOutcome Of(Exception? exception) => exception switch
    {
        HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError or HttpRequestError.SecureConnectionError or HttpRequestError.ProxyTunnelError } => new(FailureReason.ConnectFailed, IsNotSent: true),
        HttpRequestException { InnerException: RequestNotSentException } => new(FailureReason.ConnectFailed, IsNotSent: true),
        HttpRequestException { HttpRequestError: HttpRequestError.InvalidResponse or HttpRequestError.VersionNegotiationError or HttpRequestError.ConfigurationLimitExceeded or HttpRequestError.ExtendedConnectNotSupported } => new(FailureReason.UpstreamProtocolError),
        _ => new(FailureReason.UpstreamReset),
    };

    private static AttemptOutcome TimedOutIn(RequestPhase phase, ForwardedRequest request) => phase switch
    {
        RequestPhase.ReceivingRequestBody => new(FailureReason.BadRequest, Status: StatusCodes.Status408RequestTimeout),
        RequestPhase.SendingRequestBody => new(FailureReason.WriteTimeout),
        RequestPhase.AwaitingResponseHeaders => request.Attempt.WasSent ? new(FailureReason.ReadTimeout) : new(FailureReason.ConnectTimeout, IsNotSent: true),
        RequestPhase.ReceivingResponseBody => new(FailureReason.ResponseIdle),
        _ => new(FailureReason.RequestTimeout),
    };

    // The transformer rejected the request target: nothing was sent.
    private static AttemptOutcome BadTarget(ForwardedRequest request) =>
        request.Attempt.IsAccepted ? AttemptOutcome.Success : new(FailureReason.BadRequest, IsNotSent: false, StatusCodes.Status400BadRequest);
}
