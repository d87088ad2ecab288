// Part of the stand-in for Microsoft.Extensions.ServiceDiscovery: what ServiceEndpoint.Create returns.

using System.Net;
using Microsoft.AspNetCore.Http.Features;

namespace Microsoft.Extensions.ServiceDiscovery;

internal sealed class AddressedServiceEndpoint(EndPoint endPoint, IFeatureCollection features) : ServiceEndpoint
{
    public override EndPoint EndPoint { get; } = endPoint;

    public override IFeatureCollection Features { get; } = features;

    // Callers put this text into URIs, so it has no ":0" and no address family as EndPoint.ToString() has.
    public override string? ToString() => EndPoint switch
    {
        IPEndPoint { Port: 0, Address: { AddressFamily: System.Net.Sockets.AddressFamily.InterNetworkV6 } address } => $"[{address}]",
        IPEndPoint { Port: 0, Address: var address } => address.ToString(),
        DnsEndPoint { Port: 0, Host: var host } => host,
        DnsEndPoint { Host: var host, Port: var port } => $"{host}:{port}",
        var other => other.ToString(),
    };
}
