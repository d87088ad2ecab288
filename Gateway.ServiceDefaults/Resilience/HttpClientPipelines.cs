using System.Collections.Concurrent;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Polly;
using Polly.CircuitBreaker;
using Polly.Retry;
using Polly.Telemetry;

namespace Gateway.ServiceDefaults.Resilience;

/// <summary>
/// The resilience of all clients. One instance: a circuit must outlive the handlers, which the client factory renews.
/// </summary>
internal sealed class HttpClientPipelines
{
    private static readonly ResiliencePropertyKey<long> StartedAt = new("started");

    private readonly HttpClientResilienceOptions _options;
    private readonly TimeProvider _time;
    private readonly TelemetryListener _telemetry;
    private readonly ResiliencePipeline<HttpResponseMessage> _once;
    private readonly ResiliencePipeline<HttpResponseMessage> _retrying;
    private readonly ConcurrentDictionary<string, ResiliencePipeline<HttpResponseMessage>> _destinations = new(StringComparer.Ordinal);

    public HttpClientPipelines(IOptions<HttpClientResilienceOptions> options, TimeProvider time, ResilienceTelemetry telemetry)
    {
        _options = options.Value;
        _time = time;
        _telemetry = telemetry;
        _once = Pipeline("call").AddTimeout(_options.TotalTimeout).Build();
        _retrying = _options.MaxRetries == 0 ? _once : Pipeline("call").AddTimeout(_options.TotalTimeout).AddRetry(Retry()).Build();
    }

    /// <summary>Around a whole call: its total time, and retries when the request may be repeated.</summary>
    public ResiliencePipeline<HttpResponseMessage> Call(HttpRequestMessage request, ResilienceContext context)
    {
        context.Properties.Set(StartedAt, _time.GetTimestamp());
        return Repeatable.Is(request) ? _retrying : _once;
    }

    /// <summary>Around one attempt at one destination: its circuit, and the time of the attempt.</summary>
    /// <param name="authority">Scheme, host and port. A service calls few, so none is forgotten.</param>
    public ResiliencePipeline<HttpResponseMessage> Attempt(string authority) =>
        _destinations.GetOrAdd(authority, static (authority, self) => self.Pipeline("attempt", authority)
            .AddCircuitBreaker(self.Breaker())
            .AddTimeout(self._options.AttemptTimeout)
            .Build(), this);

    private ResiliencePipelineBuilder<HttpResponseMessage> Pipeline(string name, string? instance = null) => new()
    {
        Name = $"http-client-{name}",
        InstanceName = instance,
        TimeProvider = _time,
        TelemetryListener = _telemetry,
    };

    private RetryStrategyOptions<HttpResponseMessage> Retry() => new()
    {
        MaxRetryAttempts = _options.MaxRetries,
        Delay = _options.RetryDelay,
        BackoffType = DelayBackoffType.Exponential,
        UseJitter = true,
        ShouldHandle = args => new(TransientFailure.Is(args.Outcome) && HasTimeFor(RetryAfter.Of(args.Outcome.Result, _time), args.Context)),
        DelayGenerator = args => new(RetryAfter.Of(args.Outcome.Result, _time)),
    };

    private CircuitBreakerStrategyOptions<HttpResponseMessage> Breaker() => new()
    {
        FailureRatio = _options.BreakerFailureRatio,
        MinimumThroughput = _options.BreakerMinimumAttempts,
        SamplingDuration = _options.BreakerWindow,
        BreakDuration = _options.BreakDuration,
        ShouldHandle = args => new(TransientFailure.Is(args.Outcome)),
    };

    // Better the response that says when to come back than a timeout while waiting for it.
    private bool HasTimeFor(TimeSpan? wait, ResilienceContext context) =>
        wait is null || wait < _options.TotalTimeout - _time.GetElapsedTime(context.Properties.GetValue(StartedAt, 0));
}
