using Microsoft.AspNetCore.Http.Features;

namespace Gateway.Proxy.Forwarding;

/// <summary>Holds a request's body to its limit, which the server counts.</summary>
internal static class RequestBodyLimit
{
    /// <summary>Puts the limit in force, before anything of the body is read.</summary>
    /// <param name="context">The request.</param>
    /// <param name="limit">The route's own; 0: none; null: the server's.</param>
    public static void Apply(HttpContext context, long? limit)
    {
        // Read-only once the application has read of the body: then the limit that it was read under holds.
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is not { IsReadOnly: false } server)
            return;
        if (limit is { } own)
            server.MaxRequestBodySize = own > 0 ? own : null;

        // The forwarder takes the limit off a gRPC request from HTTP/2, if it is let.
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
