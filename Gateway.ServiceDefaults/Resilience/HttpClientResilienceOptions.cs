namespace Microsoft.Extensions.Hosting;

/// <summary>
/// How the clients of <see cref="IHttpClientFactory"/> meet failures; configured in the section
/// <c>ServiceDefaults:HttpClient</c> and checked when the host starts. It is for calls a service makes itself: proxied
/// requests do not use these clients. Synchronous <c>Send</c> is not covered.
/// </summary>
/// <remarks>
/// A failure is a connection error, a timed-out attempt, or a response 408, 429 or 5xx. All times are to the response's
/// headers; its body is bounded by <see cref="HttpClient.Timeout"/>, which also ends the whole call.
/// </remarks>
public sealed class HttpClientResilienceOptions
{
    internal const string SectionName = "ServiceDefaults:HttpClient";

    /// <summary>
    /// How long a call may take with all its attempts and the waits between; default 30 seconds, at least
    /// <see cref="AttemptTimeout"/>, at most one day. Then the caller gets <c>TimeoutRejectedException</c>.
    /// </summary>
    public TimeSpan TotalTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long one attempt may take; default 10 seconds, at least 10 milliseconds, at most one day.</summary>
    public TimeSpan AttemptTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// How often a failed call is tried again; default 3, from 0 (never) to 100. Only idempotent methods (GET, HEAD,
    /// OPTIONS, TRACE, PUT, DELETE) with no content, or content that can be sent twice, are tried again.
    /// </summary>
    public int MaxRetries { get; set; } = 3;

    /// <summary>
    /// The wait before the first retry, doubled for each further one, with jitter; default 500 milliseconds, from 0 to
    /// one minute. A response's <c>Retry-After</c> is waited for instead; when that would pass
    /// <see cref="TotalTimeout"/> the response is returned at once.
    /// </summary>
    public TimeSpan RetryDelay { get; set; } = TimeSpan.FromMilliseconds(500);

    /// <summary>
    /// The part of attempts that must fail, within <see cref="BreakerWindow"/>, for a destination's circuit to open;
    /// default 0.5, from 0.01 to 1. Each scheme, host and port has its own circuit, shared by all clients.
    /// </summary>
    public double BreakerFailureRatio { get; set; } = 0.5;

    /// <summary>How many attempts the window must hold before the circuit may open; default 20, at least 2.</summary>
    public int BreakerMinimumAttempts { get; set; } = 20;

    /// <summary>Over how long failures are counted; default 30 seconds, from 500 milliseconds to one day.</summary>
    public TimeSpan BreakerWindow { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// How long an open circuit refuses attempts, before one is let through to try; default 5 seconds, from 500
    /// milliseconds to one day. A refused call gets <c>BrokenCircuitException</c>, after the retries it has left.
    /// </summary>
    public TimeSpan BreakDuration { get; set; } = TimeSpan.FromSeconds(5);
}
