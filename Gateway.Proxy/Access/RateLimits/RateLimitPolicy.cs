using System.Security.Cryptography;
using System.Text;
using Gateway.Proxy.Errors;
using Gateway.Proxy.Transforms;

namespace Gateway.Proxy.Access.RateLimits;

/// <summary>Rejects a client that exceeds its rate limit.</summary>
internal sealed class RateLimitPolicy(string? claim, ClientRateLimiter limiter, ClientAddress clients, ProblemWriter problems) : IAccessPolicy
{
    public ValueTask<bool> AdmitAsync(HttpContext context, string route)
    {
        var client = claim is null ? OfAddress(context) : OfClaim(context.User.FindFirst(claim)?.Value);
        return limiter.Take(client) is { } wait ? RefuseAsync(context, route, wait) : new(true);
    }

    private async ValueTask<bool> RefuseAsync(HttpContext context, string route, TimeSpan wait)
    {
        await problems.WriteAsync(context, ProblemKind.OfStatus(StatusCodes.Status429TooManyRequests), route, wait);
        return false;
    }

    private UInt128 OfAddress(HttpContext context)
    {
        var network = clients.NetworkOf(context);
        return new(network.High, network.Low);
    }

    // A claim's value may be long; a hash bounds the memory of a client.
    private static UInt128 OfClaim(string? value)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(value ?? string.Empty), hash);
        return System.Buffers.Binary.BinaryPrimitives.ReadUInt128BigEndian(hash);
    }
}
