namespace Gateway.Proxy;

/// <summary>How a route distributes requests among its available targets.</summary>
public enum LoadBalancingPolicy
{
    /// <summary>Each target in turn.</summary>
    RoundRobin,

    /// <summary>A target at random.</summary>
    Random,

    /// <summary>Smooth weighted round robin: exact shares, evenly spread.</summary>
    Weighted,

    /// <summary>The target with the fewest requests in flight.</summary>
    LeastRequests,

    /// <summary>The one of two random targets with fewer requests in flight.</summary>
    PowerOfTwoChoices,
}
