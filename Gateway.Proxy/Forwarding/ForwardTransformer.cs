using Gateway.Proxy.Errors;
using Gateway.Proxy.Http;
using Microsoft.AspNetCore.Http.Features;
using Yarp.ReverseProxy.Forwarder;

namespace Gateway.Proxy.Forwarding;

/// <summary>Transforms the client's request into the forwarded one, and the upstream's response into the client's, or discards the response for a retry.</summary>
internal sealed class ForwardTransformer(ForwardedRequest request) : HttpTransformer
{
    private static readonly UriCreationOptions AsItIs = new() { DangerousDisablePathAndQueryCanonicalization = true };

    public override ValueTask TransformRequestAsync(HttpContext httpContext, HttpRequestMessage proxyRequest, string destinationPrefix, CancellationToken cancellationToken)
    {
        // A status that is not 200 keeps the forwarder from sending anything.
        if (!RawTarget.TryParse(httpContext.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget, out var target))
        {
            httpContext.Response.StatusCode = StatusCodes.Status400BadRequest;
            return default;
        }

        var route = request.Route;
        proxyRequest.RequestUri = new Uri(route.Path.Apply(destinationPrefix, target, httpContext.Request.RouteValues), AsItIs);
        if (!request.Gateway.RequestHeaders.TryCopy(httpContext, proxyRequest, route.Route.RequestHeaders, route.Route.PreserveHost, route.PathInverse.Prefix))
            httpContext.Response.StatusCode = StatusCodes.Status400BadRequest;
        if (route.Route.TracksSending)
            RequestSentSignal.Listen(proxyRequest, request.Attempt);
        else
            request.Attempt.OnSending();
        return default;
    }

    public override async ValueTask<bool> TransformResponseAsync(HttpContext httpContext, HttpResponseMessage? proxyResponse, CancellationToken cancellationToken)
    {
        if (proxyResponse is null)
            return false;

        var (route, attempt) = (request.Route, request.Attempt);
        attempt.OnResponse(proxyResponse);
        var status = (int)proxyResponse.StatusCode;
        if (Array.IndexOf(route.RetryStatuses, status) >= 0)
        {
            attempt.FailureStatus = status;
            request.Retries.Delay = RetryPolicy.AfterResponse(request, proxyResponse);
            if (request.Retries.Delay is not null)
            {
                // The client has received nothing yet, so the time limits continue.
                request.Deadline.BeginPhase(RequestPhase.AwaitingResponseHeaders, route.Route.Timeouts.Read);
                request.Retries.Response = await BufferedResponse.ReadAsync(proxyResponse, attempt.Endpoint, cancellationToken) ?? request.Retries.Response;
                return false;
            }
        }

        request.CopyHeaders(proxyResponse, attempt.Endpoint, request.IsUpgrade);
        if (status != StatusCodes.Status101SwitchingProtocols)
            request.Gateway.Connections.Apply(httpContext);
        attempt.Accept();
        route.ForwarderConfigs.ApplyReadTimeout(proxyResponse, request);

        // Flush the headers, so that the client knows that the event stream is open before the first event.
        if (ForwarderConfigs.IsEventStream(httpContext.Response.ContentType))
            await httpContext.Response.Body.FlushAsync(cancellationToken);
        return true;
    }

    public override ValueTask TransformResponseTrailersAsync(HttpContext httpContext, HttpResponseMessage proxyResponse, CancellationToken cancellationToken)
    {
        // The feature does not exist over HTTP/1.1, and a failed feature look-up is the most expensive.
        if (!HttpProtocol.IsHttp11(httpContext.Request.Protocol) && httpContext.Features.Get<IHttpResponseTrailersFeature>()?.Trailers is { IsReadOnly: false } trailers)
            request.Gateway.ResponseHeaders.CopyTrailers(proxyResponse, trailers);
        if (request.ResponseBody.WasClosed && ForwarderConfigs.IsGrpc(httpContext.Response.ContentType))
            GrpcError.EndStream(httpContext, StatusCodes.Status503ServiceUnavailable, "The gateway is shutting down");
        request.Attempt.IsCopied = true;

        // The upstream's response is complete: the rest of the request body is not needed.
        if (request.TimedBody is { IsAtEnd: false })
            request.Deadline.Cancel();
        return default;
    }
}
