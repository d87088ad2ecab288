using Gateway.Proxy.Resilience;

namespace Gateway.Proxy.Errors;

/// <summary>An error as the client sees it. It contains no upstream address.</summary>
/// <param name="Status">The status code.</param>
/// <param name="Reason">The machine-readable reason; null for plain HTTP errors.</param>
/// <param name="Detail">The explanation for people; follows the title.</param>
internal sealed record ProblemKind(int Status, string? Reason, string Detail)
{
    /// <summary>The status's reason phrase as a sentence: <c>Bad gateway</c>.</summary>
    public string Title { get; } = Sentence(Microsoft.AspNetCore.WebUtilities.ReasonPhrases.GetReasonPhrase(Status));

    /// <summary>The only mapping from failures to responses.</summary>
    public static ProblemKind Of(AttemptOutcome outcome) => outcome.Reason switch
    {
        FailureReason.ConnectFailed => ConnectFailed,
        FailureReason.UpstreamReset => UpstreamReset,
        FailureReason.UpstreamProtocolError => UpstreamProtocolError,
        FailureReason.ConnectTimeout => ConnectTimeout,
        FailureReason.ReadTimeout => ReadTimeout,
        FailureReason.WriteTimeout => WriteTimeout,
        FailureReason.RequestTimeout => RequestTimeout,
        FailureReason.PoolTimeout => PoolTimeout,
        FailureReason.CircuitOpen => CircuitOpen,
        FailureReason.NoAvailableTarget => NoAvailableTarget,
        FailureReason.BadRequest => OfStatus(outcome.Status is >= 400 and < 500 ? outcome.Status : StatusCodes.Status400BadRequest),
        _ => throw new System.Diagnostics.UnreachableException($"{outcome.Reason} is not a failure that the client is told of."),
    };

    public static ProblemKind OfStatus(int status) => status switch
    {
        StatusCodes.Status404NotFound => NotFound,
        StatusCodes.Status405MethodNotAllowed => MethodNotAllowed,
        StatusCodes.Status400BadRequest => BadRequest,
        StatusCodes.Status401Unauthorized => new(status, null, "a valid bearer token is required"),
        StatusCodes.Status403Forbidden => new(status, null, "the token does not have the scopes that the route requires"),
        StatusCodes.Status429TooManyRequests => new(status, null, "too many requests from this client"),
        StatusCodes.Status408RequestTimeout => new(status, null, "the request did not arrive in time"),
        StatusCodes.Status413PayloadTooLarge => new(status, null, "the request body exceeds the size limit"),
        StatusCodes.Status414UriTooLong => new(status, null, "the request line exceeds the size limit"),
        StatusCodes.Status431RequestHeaderFieldsTooLarge => new(status, null, "the request header fields exceed the limit on number or size"),
        _ => new(status, null, "the request could not be handled"),
    };

    /// <summary>The keys for token validation are missing: the client's token may be valid.</summary>
    public static readonly ProblemKind KeysUnavailable = new(503, "keys_unavailable", "the keys for token validation are currently unavailable");

    /// <summary>For a client that reads a status after the body (gRPC trailers).</summary>
    public static ProblemKind ResponseBrokenOff { get; } = new(502, "upstream_reset", "the upstream service closed the connection before the response was complete");

    /// <inheritdoc cref="ResponseBrokenOff"/>
    public static ProblemKind ResponseIdle { get; } = new(504, "response_idle", "the upstream service did not continue its response in time");

    private static readonly ProblemKind ConnectFailed = new(502, "connect_failed", "the connection to the upstream service failed");
    private static readonly ProblemKind UpstreamReset = new(502, "upstream_reset", "the upstream service closed the connection before it sent a response");
    private static readonly ProblemKind UpstreamProtocolError = new(502, "upstream_protocol_error", "the response of the upstream service was not valid HTTP");
    private static readonly ProblemKind ConnectTimeout = new(504, "connect_timeout", "the connection to the upstream service timed out");
    private static readonly ProblemKind ReadTimeout = new(504, "read_timeout", "the upstream service did not respond in time");
    private static readonly ProblemKind WriteTimeout = new(504, "write_timeout", "the upstream service did not accept the request body in time");
    private static readonly ProblemKind RequestTimeout = new(504, "request_timeout", "the request took longer than the route allows");
    private static readonly ProblemKind PoolTimeout = new(504, "pool_timeout", "no connection to the upstream service became free in time");
    private static readonly ProblemKind CircuitOpen = new(503, "circuit_open", "the circuit breaker for the upstream service is open");
    private static readonly ProblemKind NoAvailableTarget = new(503, "no_target", "no target is available for this route");
    private static readonly ProblemKind NotFound = new(404, null, "no route matches the request");
    private static readonly ProblemKind MethodNotAllowed = new(405, null, "the route does not allow this method");
    private static readonly ProblemKind BadRequest = new(400, null, "the request is malformed");

    private static string Sentence(string phrase) => phrase.Length == 0 ? "Error" : phrase[0] + phrase[1..].ToLowerInvariant();
}
