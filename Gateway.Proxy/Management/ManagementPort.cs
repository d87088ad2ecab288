using Gateway.Proxy.Configuration.Formats;
using Gateway.Proxy.Errors;
using Gateway.Proxy.Framework;

namespace Gateway.Proxy.Management;

/// <summary>Keeps <c>/gateway/*</c> to the management port, and everything but it and the health endpoints away from there.</summary>
internal sealed class ManagementPort(RequestDelegate next, ProblemWriter problems, int port)
{
    private static readonly string[] AlsoThere = ["/health", "/alive"];

    /// <summary>Adds the port to what the application listens on.</summary>
    public static void Listen(WebApplicationBuilder builder, ManagementSettings settings)
    {
        if (settings.Port is { } port)
            ListenAddresses.Add(builder, "Management", $"http://{AddressText.InUrl(settings.Host)}:{port}");
    }

    // The local port, not the Host header: that one the client writes.
    public Task InvokeAsync(HttpContext context)
    {
        var isManagement = context.Request.Path.StartsWithSegments("/gateway", StringComparison.OrdinalIgnoreCase);
        var isThere = context.Connection.LocalPort == port;
        if (isManagement != isThere && !(isThere && Array.Exists(AlsoThere, path => context.Request.Path.Equals(path, StringComparison.OrdinalIgnoreCase))))
            return problems.WriteAsync(context, ProblemKind.OfStatus(StatusCodes.Status404NotFound));
        return next(context);
    }
}
