using Gateway.Proxy.Resilience;

namespace Gateway.Proxy.Errors;

/// <summary>What the client is told of a failure. No upstream address stands in it.</summary>
/// <param name="Status">The status code.</param>
/// <param name="Reason">The machine's word for it; null for plain HTTP errors.</param>
/// <param name="Detail">The person's sentence, behind the status's name.</param>
internal sealed record ProblemKind(int Status, string? Reason, string Detail)
{
    /// <summary>The status's name with one capital: <c>Bad gateway</c>.</summary>
    public string Title { get; } = Sentence(Microsoft.AspNetCore.WebUtilities.ReasonPhrases.GetReasonPhrase(Status));

    /// <summary>The one mapping from failures to answers.</summary>
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
        StatusCodes.Status401Unauthorized => new(status, null, "the route asks for a valid bearer token"),
        StatusCodes.Status403Forbidden => new(status, null, "the token does not allow this"),
        StatusCodes.Status429TooManyRequests => new(status, null, "too many requests from this client"),
        StatusCodes.Status408RequestTimeout => new(status, null, "the request did not arrive in time"),
        StatusCodes.Status413PayloadTooLarge => new(status, null, "the request's body is larger than the gateway takes"),
        StatusCodes.Status414UriTooLong => new(status, null, "the request line is longer than the gateway takes"),
        StatusCodes.Status431RequestHeaderFieldsTooLarge => new(status, null, "the request's header fields are more or longer than the gateway takes"),
        _ => new(status, null, "the request could not be handled"),
    };

    /// <summary>What tokens are checked with is missing: the client's token may be good.</summary>
    public static readonly ProblemKind KeysUnavailable = new(503, "keys_unavailable", "the keys that tokens are checked with cannot be had at the moment");

    /// <summary>For a client that reads a status behind the body.</summary>
    public static ProblemKind ResponseBrokenOff { get; } = new(502, "upstream_reset", "the upstream service broke off its response");

    /// <inheritdoc cref="ResponseBrokenOff"/>
    public static ProblemKind ResponseIdle { get; } = new(504, "response_idle", "the upstream service sent nothing more of its response in time");

    private static readonly ProblemKind ConnectFailed = new(502, "connect_failed", "no connection to the upstream service");
    private static readonly ProblemKind UpstreamReset = new(502, "upstream_reset", "the upstream service closed the connection before it answered");
    private static readonly ProblemKind UpstreamProtocolError = new(502, "upstream_protocol_error", "the upstream service's answer was not valid HTTP");
    private static readonly ProblemKind ConnectTimeout = new(504, "connect_timeout", "the connection to the upstream service took too long");
    private static readonly ProblemKind ReadTimeout = new(504, "read_timeout", "the upstream service did not answer in time");
    private static readonly ProblemKind WriteTimeout = new(504, "write_timeout", "the upstream service did not take the request's body in time");
    private static readonly ProblemKind RequestTimeout = new(504, "request_timeout", "the request took longer than the route allows");
    private static readonly ProblemKind PoolTimeout = new(504, "pool_timeout", "no connection to the upstream service became free in time");
    private static readonly ProblemKind CircuitOpen = new(503, "circuit_open", "the upstream service has failed repeatedly and is left alone for a while");
    private static readonly ProblemKind NoAvailableTarget = new(503, "no_target", "no target of the route takes requests");
    private static readonly ProblemKind NotFound = new(404, null, "no route takes this path");
    private static readonly ProblemKind MethodNotAllowed = new(405, null, "the route does not take this method");
    private static readonly ProblemKind BadRequest = new(400, null, "the request is malformed");

    private static string Sentence(string phrase) => phrase.Length == 0 ? "Error" : phrase[0] + phrase[1..].ToLowerInvariant();
}
