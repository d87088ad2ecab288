using System.Net;
using System.Net.Sockets;
using System.Threading.RateLimiting;
using Gateway.Proxy.Errors;

namespace Gateway.Proxy.Access.RateLimits;

/// <summary>Turns a client away that asks too often.</summary>
internal sealed class RateLimitGate(RateLimitSettings settings, ProblemWriter problems) : IRouteGate
{
    private readonly PartitionedRateLimiter<HttpContext> _limiter = PartitionedRateLimiter.Create<HttpContext, string>(context =>
        RateLimitPartition.GetSlidingWindowLimiter(KeyOf(context, settings), _ => new()
        {
            PermitLimit = settings.Permits,
            Window = settings.Window,
            SegmentsPerWindow = 10,
            QueueLimit = 0,
        }));

    public async ValueTask<bool> AdmitAsync(HttpContext context, string route)
    {
        using var lease = _limiter.AttemptAcquire(context);
        if (lease.IsAcquired)
            return true;
        var wait = lease.TryGetMetadata(MetadataName.RetryAfter, out var known) ? known : settings.Window;
        await problems.WriteAsync(context, ProblemKind.OfStatus(StatusCodes.Status429TooManyRequests), route, wait);
        return false;
    }

    private static string KeyOf(HttpContext context, RateLimitSettings settings) => settings.Claim is { } claim
        ? context.User.FindFirst(claim)?.Value ?? string.Empty
        : AddressOf(context.Connection.RemoteIpAddress);

    // Whoever has an IPv6 address has the 2^64 beside it too.
    private static string AddressOf(IPAddress? address)
    {
        if (address is not { AddressFamily: AddressFamily.InterNetworkV6, IsIPv4MappedToIPv6: false })
            return address?.MapToIPv4().ToString() ?? string.Empty;
        Span<byte> bytes = stackalloc byte[16];
        address.TryWriteBytes(bytes, out _);
        return Convert.ToHexString(bytes[..8]);
    }
}
