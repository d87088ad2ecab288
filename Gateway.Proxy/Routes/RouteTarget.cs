namespace Gateway.Proxy;

/// <summary>One target of a route.</summary>
/// <param name="Name">Unique within its route; by default the address's host and port.</param>
/// <param name="Address">An absolute http or https URL. Its host is looked up in service discovery; a host that is not known there is an ordinary DNS name.</param>
/// <param name="Weight">The target's share of the traffic under <see cref="LoadBalancingPolicy.Weighted"/>: 0 (no new requests) to 10000. Default: 1.</param>
public sealed record RouteTarget(string Name, Uri Address, int Weight = RouteTarget.DefaultWeight)
{
    /// <summary>The weight of a target that names none.</summary>
    public const int DefaultWeight = 1;

    /// <summary>The largest weight.</summary>
    public const int MaxWeight = 10_000;

    /// <summary>A target named by its address.</summary>
    public static RouteTarget At(Uri address)
    {
        ArgumentNullException.ThrowIfNull(address);
        return new(address.IsAbsoluteUri ? NameOf(address) : address.ToString(), address);
    }

    /// <summary>The name of a target without a configured name: its host, and its port unless it is the scheme's default.</summary>
    internal static string NameOf(Uri address) => address.IsDefaultPort ? address.Host : address.Authority;
}
