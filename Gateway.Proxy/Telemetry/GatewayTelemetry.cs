using System.Diagnostics;
using System.Diagnostics.Metrics;
using Gateway.Proxy.Forwarding;
using Gateway.Proxy.Resilience;

namespace Gateway.Proxy.Telemetry;

/// <summary>The gateway's own spans and metrics. Nothing is made while nobody listens.</summary>
internal static class GatewayTelemetry
{
    /// <summary>The name of the activity source and of the meter.</summary>
    public const string Name = "Gateway";

    private static readonly ActivitySource Source = new(Name);
    private static readonly Meter Meter = new(Name);
    private static readonly Counter<long> Attempts = Meter.CreateCounter<long>("gateway.attempts", "{attempt}", "Attempts to forward a request, by route, target and outcome.");

    public static Activity? BeginAttempt(Exchange exchange)
    {
        if (!Source.HasListeners())
            return null;

        var target = exchange.Destination.Target.Name;
        if (Activity.Current is { } request)
        {
            request.SetTag("gateway.route", exchange.Route.Route.Name);
            request.SetTag("gateway.target", target);
        }

        var activity = Source.StartActivity($"attempt {exchange.Attempts} {target}");
        activity?.SetTag("gateway.route", exchange.Route.Route.Name);
        activity?.SetTag("gateway.target", target);
        activity?.SetTag("gateway.attempt", exchange.Attempts);
        return activity;
    }

    public static void TagAnswer(int status)
    {
        if (Source.HasListeners() && Activity.Current is { } activity && activity.Source == Source)
            activity.SetTag("http.response.status_code", status);
    }

    public static void EndAttempt(Activity? activity, Exchange exchange, AttemptOutcome outcome)
    {
        if (Attempts.Enabled)
            Attempts.Add(1, new("gateway.route", exchange.Route.Route.Name), new("gateway.target", exchange.Destination.Target.Name), new("gateway.outcome", outcome.Reason.Word()));

        if (activity is null || outcome.Reason == FailureReason.None)
            return;
        activity.SetTag("error.type", outcome.Reason.Word());
        if (exchange.FailureStatus > 0)
            activity.SetTag("http.response.status_code", exchange.FailureStatus);
        if (outcome.CountsAgainstTarget)
            activity.SetStatus(ActivityStatusCode.Error);
    }
}
