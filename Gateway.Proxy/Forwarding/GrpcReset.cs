using Gateway.Proxy.Diagnostics;
using Gateway.Proxy.Errors;
using Microsoft.AspNetCore.Http.Features;

namespace Gateway.Proxy.Forwarding;

/// <summary>Ends an incomplete gRPC response with a status in its trailers. The reset that YARP's forwarder would send looks to the client like its own cancellation.</summary>
internal sealed class GrpcReset(ForwardedRequest request, HttpContext context, IHttpResetFeature server) : IHttpResetFeature
{
    /// <summary>Replaces the server's reset feature when the request is a gRPC call.</summary>
    public static void Install(ForwardedRequest request)
    {
        var context = request.Context;
        if (GrpcError.IsWanted(context.Request) && context.Features.Get<IHttpResetFeature>() is { } server)
            context.Features.Set<IHttpResetFeature>(new GrpcReset(request, context, server));
    }

    public void Reset(int errorCode)
    {
        // The object is reused for other requests.
        var isOurs = ReferenceEquals(request.Context, context);
        if (!isOurs || !context.Response.HasStarted || !ForwarderConfigs.IsGrpc(context.Response.ContentType) || context.RequestAborted.IsCancellationRequested)
        {
            server.Reset(errorCode);
            return;
        }

        var kind = request.Deadline.Expired is null ? ProblemKind.ResponseBrokenOff : ProblemKind.ResponseIdle;
        GrpcError.EndStream(context, kind.Status, GrpcError.TextOf(kind, TraceIds.Of(context) ?? CorrelationId.Of(context)));
    }
}
