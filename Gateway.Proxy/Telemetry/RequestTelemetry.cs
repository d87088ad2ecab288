using System.Diagnostics;
using System.Globalization;
using Gateway.Proxy.Transforms;
using Microsoft.AspNetCore.Http.Features;

namespace Gateway.Proxy.Telemetry;

/// <summary>Puts what the gateway knows of a request on its span, in its line of the access log, and into the metrics.</summary>
internal sealed class RequestTelemetry(AccessLog access, ClientAddress clients, GatewayMetrics metrics)
{
    /// <summary>A request begins.</summary>
    public void Begin(HttpContext context)
    {
        // Once a request, so that no tag of the name is there to be looked for.
        if (SpanOf(context) is { } span && clients.Of(context) is { } client)
            span.AddTag(TelemetryNames.ClientAddress, client.ToString());
    }

    /// <summary>A route takes the request.</summary>
    public void Routed(HttpContext context, string route)
    {
        SpanOf(context)?.SetTag(TelemetryNames.Route, route);
        if (access.RecordOf(context) is { } record)
            record.Route = route;
    }

    /// <summary>The attempts are over.</summary>
    /// <param name="target">That of the last attempt; null when there was none to try.</param>
    public void Forwarded(HttpContext context, string? target, int attempts)
    {
        if (target is not null)
            SpanOf(context)?.SetTag(TelemetryNames.Target, target);
        if (access.RecordOf(context) is { } record)
            (record.Target, record.Attempts) = (target, attempts);
    }

    /// <summary>The gateway answers with an error of its own.</summary>
    /// <param name="reason">The reason that the client is told; null where the status says all.</param>
    public void Refused(HttpContext context, string? route, int status, string? reason)
    {
        var errorType = reason ?? status.ToString(CultureInfo.InvariantCulture);
        metrics.Error(route, errorType, status);
        if (status >= StatusCodes.Status500InternalServerError && context.Features.Get<IHttpMetricsTagsFeature>() is { } server)
            server.Tags.Add(new(TelemetryNames.ErrorType, errorType));
        Failed(context, errorType);
    }

    /// <summary>The request came to nothing.</summary>
    public void Failed(HttpContext context, string errorType)
    {
        SpanOf(context)?.SetTag(TelemetryNames.ErrorType, errorType);
        if (access.RecordOf(context) is { } record)
            record.Error = errorType;
    }

    // The framework makes a span for its log scopes too, which nobody gets.
    private static Activity? SpanOf(HttpContext context) =>
        Activity.Current is not null && context.Features.Get<IHttpActivityFeature>()?.Activity is { IsAllDataRequested: true } span && span.Source.HasListeners() ? span : null;
}
