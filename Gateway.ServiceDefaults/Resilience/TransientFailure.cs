using System.Net;
using Polly;
using Polly.CircuitBreaker;
using Polly.Timeout;

namespace Gateway.ServiceDefaults.Resilience;

/// <summary>The one place that says which outcome of an attempt is a failure that may pass.</summary>
internal static class TransientFailure
{
    public static bool Is(Outcome<HttpResponseMessage> outcome) => outcome switch
    {
        { Result.StatusCode: HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError } => true,
        { Exception: HttpRequestException or TimeoutRejectedException or BrokenCircuitException } => true,
        _ => false,
    };
}
