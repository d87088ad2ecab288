using Microsoft.AspNetCore.Http.Features;

namespace Gateway.Proxy.Forwarding;

/// <summary>Applies the size limit of a request body, which Kestrel enforces.</summary>
internal static class RequestBodyLimit
{
    /// <summary>Sets the limit, before the body is read.</summary>
    /// <param name="context">The request.</param>
    /// <param name="limit">The route's own; 0: none; null: the server's.</param>
    public static void Apply(HttpContext context, long? limit)
    {
        // The limit is read-only once the application has read from the body; the existing limit then applies.
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is not { IsReadOnly: false } server)
            return;
        if (limit is { } own)
            server.MaxRequestBodySize = own > 0 ? own : null;

        // YARP's forwarder removes the limit of gRPC requests over HTTP/2 when the feature allows it.
        if (ForwarderConfigs.IsGrpc(context.Request.ContentType))
            context.Features.Set<IHttpMaxRequestBodySizeFeature>(new Fixed(server.MaxRequestBodySize));
    }

    /// <summary>The limit in force; null: none.</summary>
    public static long? Of(HttpContext context) => context.Features.Get<IHttpMaxRequestBodySizeFeature>()?.MaxRequestBodySize;

    private sealed class Fixed(long? limit) : IHttpMaxRequestBodySizeFeature
    {
        public bool IsReadOnly => true;

        public long? MaxRequestBodySize
        {
            get => limit;
            set => throw new InvalidOperationException("The limit is the gateway's.");
        }
    }
}
