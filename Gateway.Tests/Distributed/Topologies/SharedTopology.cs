namespace Gateway.Tests.Distributed.Topologies;

/// <summary>One topology for all tests that leave its services running; a test may make them misbehave.</summary>
public sealed class SharedTopology : Topology
{
    /// <summary>The read timeout of both routes: short enough to wait for, long enough for a busy machine.</summary>
    public static readonly TimeSpan ReadTimeout = TimeSpan.FromSeconds(3);

    protected override Dictionary<string, string> GatewaySettings => new(base.GatewaySettings)
    {
        ["Gateway:Routes:coredinator:Timeouts:Read"] = ReadTimeout.ToString(),
        ["Gateway:Routes:coretelemetry:Timeouts:Read"] = ReadTimeout.ToString(),
    };
}

/// <summary>Tests that share the topology run one after the other, each on well-behaved services.</summary>
[CollectionDefinition]
public sealed class SharedTopologyTests : ICollectionFixture<SharedTopology>;
