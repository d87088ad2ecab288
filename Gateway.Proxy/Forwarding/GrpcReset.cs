using Gateway.Proxy.Diagnostics;
using Gateway.Proxy.Errors;
using Microsoft.AspNetCore.Http.Features;

namespace Gateway.Proxy.Forwarding;

/// <summary>Ends a gRPC response that breaks off with a status in its trailers. A reset, which the forwarder would send, reads as if the client had cancelled the call.</summary>
internal sealed class GrpcReset(Exchange exchange, HttpContext context, IHttpResetFeature server) : IHttpResetFeature
{
    /// <summary>Takes the place of the server's feature when the request is a gRPC call.</summary>
    public static void Install(Exchange exchange)
    {
        var context = exchange.Context;
        if (GrpcError.IsWanted(context.Request) && context.Features.Get<IHttpResetFeature>() is { } server)
            context.Features.Set<IHttpResetFeature>(new GrpcReset(exchange, context, server));
    }

    public void Reset(int errorCode)
    {
        // An exchange is used again for other requests.
        var isOurs = ReferenceEquals(exchange.Context, context);
        if (!isOurs || !context.Response.HasStarted || !RequestConfigs.IsGrpc(context.Response.ContentType) || context.RequestAborted.IsCancellationRequested)
        {
            server.Reset(errorCode);
            return;
        }

        var kind = exchange.Deadline.Expired is null ? ProblemKind.ResponseBrokenOff : ProblemKind.ResponseIdle;
        GrpcError.EndStream(context, kind.Status, GrpcError.TextOf(kind, TraceIds.Of(context) ?? CorrelationId.Of(context)));
    }
}
