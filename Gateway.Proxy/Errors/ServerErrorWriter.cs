using System.Diagnostics;
using System.Globalization;
using Gateway.Proxy.Configuration;
using Gateway.Proxy.Diagnostics;
using Gateway.Proxy.Http;
using Gateway.Proxy.Telemetry;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http.Features;

namespace Gateway.Proxy.Errors;

/// <summary>Gives the server's own refusals (400, 408, 414, 431) what every error of the gateway has: problem details and the gateway's headers.</summary>
/// <remarks>
/// What the server can't read never reaches the pipeline: it answers by itself, without a body, and tells only the diagnostic source
/// that it was given. At that moment nothing is sent yet, so the answer can be begun here; the server then only closes the connection.
/// Over HTTP/2 the server resets the stream or the connection, or answers 431 by itself: there is no place to write to.
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
            Answer(features);
    }

    private void Answer(IFeatureCollection features)
    {
        if (features.Get<IHttpResponseFeature>() is not { HasStarted: false } response
            || features.Get<IHttpResponseBodyFeature>() is not { } body
            || features.Get<IConnectionTransportFeature>() is not { } connection
            || features.Get<IHttpRequestFeature>() is not { } request
            || HttpProtocol.IsHttp2(request.Protocol) || HttpProtocol.IsHttp3(request.Protocol))
        {
            return;
        }

        // The server answers a client that begins with HTTP/2 where it is not spoken by a frame that such a client understands.
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

        // There is no body stream before a request is read: head and body go to the connection, in this order. Nearly always
        // there is room for the head at once; where there is not, the client has stopped reading and gets no body.
        var started = body.StartAsync();
        if (started.IsCompletedSuccessfully && !HttpMethods.IsHead(request.Method))
            _ = connection.Transport.Output.WriteAsync(problem).AsTask();
    }
}
