using System.Net;
using System.Net.Sockets;

namespace Gateway.Proxy.Transforms;

/// <summary>The client identity for limits by address: the IPv4 address, or the /64 network of an IPv6 address, which one client usually controls.</summary>
internal readonly record struct ClientNetwork(ulong High, ulong Low)
{
    public static ClientNetwork Of(IPAddress? address)
    {
        if (address is null)
            return default;
        Span<byte> bytes = stackalloc byte[16];
        address.MapToIPv6().TryWriteBytes(bytes, out _);
        var isIPv4 = address.AddressFamily == AddressFamily.InterNetwork || address.IsIPv4MappedToIPv6;
        return new(System.Buffers.Binary.BinaryPrimitives.ReadUInt64BigEndian(bytes), isIPv4 ? System.Buffers.Binary.BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]) : 0);
    }
}
