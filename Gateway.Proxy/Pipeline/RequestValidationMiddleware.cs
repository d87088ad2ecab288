using System.Globalization;
using Gateway.Proxy.Errors;
using Gateway.Proxy.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;

namespace Gateway.Proxy.Pipeline;

/// <summary>Rejects invalid requests, and responds to those that target the gateway itself: <c>TRACE</c>, <c>OPTIONS *</c>, <c>Max-Forwards: 0</c>.</summary>
internal sealed class RequestValidationMiddleware(RequestDelegate next, ProblemWriter problems)
{
    private const string AllMethods = "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS";

    public Task InvokeAsync(HttpContext context)
    {
        var request = context.Request;
        MappedAddress.Replace(context.Connection);
        if (!RequestFraming.IsSound(request))
        {
            RequestFraming.CloseConnection(context);
            return problems.WriteAsync(context, ProblemKind.OfStatus(StatusCodes.Status400BadRequest));
        }

        if (ConnectionEncoding.AsksToClose(request))
            RequestFraming.CloseConnection(context);
        if (!AbsoluteForm.TrySetPath(context))
            return problems.WriteAsync(context, ProblemKind.OfStatus(StatusCodes.Status400BadRequest));
        if (request.Headers.Expect.Count > 0 && context.Features.Get<IHttpRequestBodyDetectionFeature>() is { CanHaveBody: true })
            WatchedBody.WatchExpected(context);

        // TRACE would reflect cookies and credentials (cross-site tracing).
        if (HttpMethods.IsTrace(request.Method))
        {
            context.Response.Headers.Allow = AllMethods;
            return problems.WriteAsync(context, ProblemKind.OfStatus(StatusCodes.Status405MethodNotAllowed));
        }

        // RFC 8441 section 5: over HTTP/2 the GET of a WebSocket's handshake is a CONNECT with a protocol. Any other CONNECT asks for a tunnel.
        if (HttpMethods.IsConnect(request.Method))
        {
            if (context.Features.Get<IHttpExtendedConnectFeature>() is not { IsExtendedConnect: true, Protocol: "websocket" })
            {
                context.Response.Headers.Allow = AllMethods;
                var hasPath = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget.StartsWith('/');
                return problems.WriteAsync(context, ProblemKind.OfStatus(hasPath ? StatusCodes.Status400BadRequest : StatusCodes.Status405MethodNotAllowed));
            }

            request.Method = HttpMethods.Get;
        }

        return HttpMethods.IsOptions(request.Method) && IsForUs(context) ? RespondToOptions(context) : next(context);
    }

    /// <summary>RFC 9110 section 7.6.2: with 0 the gateway responds, otherwise it forwards the decremented value.</summary>
    private static bool IsForUs(HttpContext context)
    {
        if (context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget == "*")
            return true;
        if (!int.TryParse(context.Request.Headers[HeaderNames.MaxForwards], NumberStyles.None, CultureInfo.InvariantCulture, out var left))
            return false;
        if (left == 0)
            return true;
        context.Request.Headers[HeaderNames.MaxForwards] = (left - 1).ToString(CultureInfo.InvariantCulture);
        return false;
    }

    private static Task RespondToOptions(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status204NoContent;
        context.Response.Headers.Allow = AllMethods;
        return Task.CompletedTask;
    }
}
