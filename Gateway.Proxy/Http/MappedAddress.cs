namespace Gateway.Proxy.Http;

/// <summary>The client's address, as everybody writes it.</summary>
internal static class MappedAddress
{
    /// <summary>A socket that takes both kinds calls an IPv4 client <c>::ffff:192.0.2.1</c>, which no log, rate limit or upstream should see.</summary>
    public static void Replace(ConnectionInfo connection)
    {
        if (connection.RemoteIpAddress is { IsIPv4MappedToIPv6: true } mapped)
            connection.RemoteIpAddress = mapped.MapToIPv4();
    }
}
