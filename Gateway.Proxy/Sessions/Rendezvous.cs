using System.Buffers.Binary;
using System.IO.Hashing;
using System.Runtime.InteropServices;

namespace Gateway.Proxy.Sessions;

/// <summary>Weighted rendezvous hashing (highest random weight): each session has a distance to each node, and goes to the nearest one.</summary>
/// <remarks>
/// A distance depends on the session, the node's name and the node's weight, on nothing else. So a node that is added, removed or gets another
/// weight changes only which sessions it has itself, and every gateway chooses alike. The distances are exponentially distributed with the
/// weight as their rate, which makes the share of each node its part of the weights. XXH3 is the same on every machine and in every version;
/// another function or seed would move all sessions.
/// </remarks>
internal static class Rendezvous
{
    private const double Step = 1.0 / (1L << 52);

    public static ulong HashOf(ReadOnlySpan<char> text) => XxHash3.HashToUInt64(MemoryMarshal.AsBytes(text));

    /// <summary>An evenly distributed number that the session and the node determine.</summary>
    /// <param name="session">The hash of the session.</param>
    /// <param name="node">The hash of the node's name.</param>
    public static ulong Combine(ulong session, ulong node)
    {
        Span<byte> bytes = stackalloc byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, session);
        return XxHash3.HashToUInt64(bytes, (long)node);
    }

    /// <summary>The distance from the session to a node of this weight, which must be above 0.</summary>
    public static double Distance(ulong session, ulong node, int weight)
    {
        // Between 0 and 1, both excluded, and exact.
        var uniform = ((Combine(session, node) >> 12) + 0.5) * Step;
        return -Math.Log(uniform) / weight;
    }
}
