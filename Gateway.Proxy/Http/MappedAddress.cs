namespace Gateway.Proxy.Http;

/// <summary>Normalizes an IPv4-mapped client address.</summary>
internal static class MappedAddress
{
    /// <summary>A dual-stack socket reports an IPv4 client as <c>::ffff:192.0.2.1</c>, which must not appear in logs, rate limits or upstream headers.</summary>
    public static void Replace(ConnectionInfo connection)
    {
        if (connection.RemoteIpAddress is { IsIPv4MappedToIPv6: true } mapped)
            connection.RemoteIpAddress = mapped.MapToIPv4();
    }
}
