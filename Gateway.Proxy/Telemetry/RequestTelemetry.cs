using System.Diagnostics;
using System.Globalization;
using Gateway.Proxy.Transforms;
using Microsoft.AspNetCore.Http.Features;

namespace Gateway.Proxy.Telemetry;

/// <summary>Adds the gateway's data of a request to its span, its access log line and the metrics.</summary>
internal sealed class RequestTelemetry(AccessLog access, ClientAddress clients, GatewayMetrics metrics)
{
    /// <summary>A request begins.</summary>
    public void Begin(HttpContext context)
    {
        // AddTag: called once per request, so no look-up of an existing tag is needed.
        if (SpanOf(context) is { } span && clients.Of(context) is { } client)
            span.AddTag(TelemetryNames.ClientAddress, client.ToString());
    }

    /// <summary>A route was selected.</summary>
    public void Routed(HttpContext context, string route)
    {
        SpanOf(context)?.SetTag(TelemetryNames.Route, route);
        if (access.RecordOf(context) is { } record)
            record.Route = route;
    }

    /// <summary>The attempts are over.</summary>
    /// <param name="target">The target of the last attempt; null when there was none.</param>
    public void Forwarded(HttpContext context, string? target, int attempts)
    {
        if (target is not null)
            SpanOf(context)?.SetTag(TelemetryNames.Target, target);
        if (access.RecordOf(context) is { } record)
            (record.Target, record.Attempts) = (target, attempts);
    }

    /// <summary>The gateway responds with its own error.</summary>
    /// <param name="reason">The reason that the client receives; null when the status is sufficient.</param>
    public void Refused(HttpContext context, string? route, int status, string? reason)
    {
        var errorType = reason ?? status.ToString(CultureInfo.InvariantCulture);
        metrics.Error(route, errorType, status);
        if (status >= StatusCodes.Status500InternalServerError && context.Features.Get<IHttpMetricsTagsFeature>() is { } server)
            server.Tags.Add(new(TelemetryNames.ErrorType, errorType));
        Failed(context, errorType);
    }

    /// <summary>The request failed.</summary>
    public void Failed(HttpContext context, string errorType)
    {
        SpanOf(context)?.SetTag(TelemetryNames.ErrorType, errorType);
        if (access.RecordOf(context) is { } record)
            record.Error = errorType;
    }

    // ASP.NET Core also creates an Activity for log scopes that is not recorded.
    private static Activity? SpanOf(HttpContext context) =>
        Activity.Current is not null && context.Features.Get<IHttpActivityFeature>()?.Activity is { IsAllDataRequested: true } span && span.Source.HasListeners() ? span : null;
}
