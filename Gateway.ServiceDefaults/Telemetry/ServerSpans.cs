using System.Diagnostics;
using System.Globalization;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.Metadata;

namespace Gateway.ServiceDefaults.Telemetry;

/// <summary>
/// Completes ASP.NET Core's server spans to the semantic conventions. On .NET 10 a span has, when asked, the tags known
/// at its start; the name, route, status and error are added here, when the request ends.
/// </summary>
internal sealed class ServerSpans(HealthProbes probes) : IObserver<KeyValuePair<string, object?>>
{
    private const string Started = "Microsoft.AspNetCore.Hosting.HttpRequestIn.Start";
    private const string Stopped = "Microsoft.AspNetCore.Hosting.HttpRequestIn.Stop";
    private const string SuppressTags = "Microsoft.AspNetCore.Hosting.SuppressActivityOpenTelemetryData";

    /// <summary>Turns on the tags known at the start, which .NET 10 leaves off. The host reads the switch when it starts.</summary>
    public static void AskForTags()
    {
        if (!AppContext.TryGetSwitch(SuppressTags, out _)) AppContext.SetSwitch(SuppressTags, false);
    }

    // The start must be wanted too: without it ASP.NET Core does not tell of the end.
    public static bool IsWanted(string eventName) => eventName is Started or Stopped;

    public void OnNext(KeyValuePair<string, object?> value)
    {
        if (value.Value is not HttpContext context) return;
        if (value.Key == Started) OnStarted(context);
        else if (value.Key == Stopped) OnStopped(context);
    }

    public void OnError(Exception error) { }

    public void OnCompleted() { }

    private void OnStarted(HttpContext context)
    {
        if (Activity.Current is { IsAllDataRequested: true } span && probes.IsProbe(context.Request.Path)) ProbeSpanFilter.Drop(span);
    }

    private static void OnStopped(HttpContext context)
    {
        if (context.Features.Get<IHttpActivityFeature>()?.Activity is not { IsAllDataRequested: true } span) return;

        span.DisplayName = NameOf(span);
        if (RouteOf(context) is { } route)
        {
            span.DisplayName = $"{span.DisplayName} {route}";
            span.SetTag("http.route", route);
        }

        var status = context.Response.StatusCode;
        span.SetTag("http.response.status_code", status);
        if (status < StatusCodes.Status500InternalServerError) return;
        span.SetStatus(ActivityStatusCode.Error);
        span.SetTag("error.type", ErrorOf(context)?.GetType().FullName ?? status.ToString(CultureInfo.InvariantCulture));
    }

    private static string NameOf(Activity span) =>
        span.GetTagItem("http.request.method") is string method and not "_OTHER" ? method : "HTTP";

    private static string? RouteOf(HttpContext context)
    {
        var route = EndpointOf(context)?.Metadata.GetMetadata<IRouteDiagnosticsMetadata>()?.Route;
        return route is "" ? "/" : route;
    }

    // An error handler that runs the pipeline again clears the endpoint, but remembers it.
    private static Endpoint? EndpointOf(HttpContext context) =>
        context.Features.Get<IExceptionHandlerFeature>()?.Endpoint
        ?? context.Features.Get<IStatusCodeReExecuteFeature>()?.Endpoint
        ?? context.GetEndpoint();

    private static Exception? ErrorOf(HttpContext context) => context.Features.Get<IExceptionHandlerFeature>()?.Error;
}
