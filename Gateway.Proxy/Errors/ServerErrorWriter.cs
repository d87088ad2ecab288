using System.Diagnostics;
using System.Globalization;
using Gateway.Proxy.Configuration;
using Gateway.Proxy.Diagnostics;
using Gateway.Proxy.Http;
using Gateway.Proxy.Telemetry;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http.Features;

namespace Gateway.Proxy.Errors;

/// <summary>Adds problem details and the gateway's headers to error responses of Kestrel itself (400, 408, 414, 431).</summary>
/// <remarks>
/// A request that Kestrel cannot parse never reaches the pipeline: Kestrel responds without a body and notifies only the diagnostic source
/// that it was given. Nothing is sent at that moment, so the response can be written here; Kestrel then only closes the connection.
/// Over HTTP/2 Kestrel resets the stream or the connection, or sends 431 itself: nothing can be written here.
/// </remarks>
internal sealed class ServerErrorWriter(DiagnosticListener others, Live<VersionHeader> versionHeader, GatewayMetrics metrics) : DiagnosticSource
{
    private const string Refused = "Microsoft.AspNetCore.Server.Kestrel.BadRequest";

    public override bool IsEnabled(string name) => name == Refused || others.IsEnabled(name);

    public override void Write(string name, object? value)
    {
        if (others.IsEnabled(name))
            others.Write(name, value);
        if (name == Refused && value is IFeatureCollection features)
            Respond(features);
    }

    private void Respond(IFeatureCollection features)
    {
        if (features.Get<IHttpResponseFeature>() is not { HasStarted: false } response
            || features.Get<IHttpResponseBodyFeature>() is not { } body
            || features.Get<IConnectionTransportFeature>() is not { } connection
            || features.Get<IHttpRequestFeature>() is not { } request
            || HttpProtocol.IsHttp2(request.Protocol) || HttpProtocol.IsHttp3(request.Protocol))
        {
            return;
        }

        // Kestrel responds with an HTTP/2 frame to an HTTP/2 preface on an endpoint without HTTP/2.
        if (response.StatusCode == StatusCodes.Status505HttpVersionNotsupported)
            return;

        metrics.Error(route: null, response.StatusCode.ToString(CultureInfo.InvariantCulture), response.StatusCode);
        var known = request.Headers[CorrelationId.Header];
        var id = CorrelationId.IsSane(known) ? known.ToString() : TraceIds.New();
        var problem = ProblemWriter.Body(ProblemKind.OfStatus(response.StatusCode), id);
        var version = versionHeader.Current;
        response.Headers[version.Name] = version.Value;
        response.Headers[CorrelationId.Header] = id;
        response.Headers.ContentType = ProblemWriter.ContentType;
        response.Headers.CacheControl = "no-store";
        response.Headers.ContentLength = problem.Length;
        response.Headers.Connection = "close";

        // There is no response body stream before a request is parsed: head and body are written to the connection. Usually
        // the head is flushed at once; otherwise the client has stopped reading and receives no body.
        var started = body.StartAsync();
        if (started.IsCompletedSuccessfully && !HttpMethods.IsHead(request.Method))
            _ = connection.Transport.Output.WriteAsync(problem).AsTask();
    }
}
