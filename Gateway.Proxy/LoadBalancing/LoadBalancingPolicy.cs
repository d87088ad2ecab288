namespace Gateway.Proxy.LoadBalancing;

/// <summary>How a route shares its requests among the targets that are available.</summary>
public enum LoadBalancingPolicy
{
    /// <summary>Each target in turn.</summary>
    RoundRobin,

    /// <summary>A target at random.</summary>
    Random,

    /// <summary>Smooth weighted round robin: exact shares, spread out.</summary>
    Weighted,

    /// <summary>The target with the fewest requests in flight.</summary>
    LeastRequests,

    /// <summary>The less busy of two targets drawn at random.</summary>
    PowerOfTwoChoices,
}
