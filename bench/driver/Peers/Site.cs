namespace Gateway.Bench.Peers;

/// <summary>What a proxy is to do: where it listens, and what is behind it.</summary>
internal sealed record Site(Scenario Scenario, int Port, IReadOnlyList<Backend> Backends, int UpstreamPort)
{
    public bool Http2 => Scenario.Http2;

    /// <summary>Whether the backends differ in weight.</summary>
    public bool Weighted => Scenario.Backends == Bench.Backends.Weighted;

    /// <summary>Whether something has to notice that a backend is dead.</summary>
    public bool OneDead => Scenario.Backends == Bench.Backends.OneDead;

    /// <summary>The names of the routes that the scenario wants, without the one at /api.</summary>
    public IEnumerable<string> Services => Enumerable.Range(1, Scenario.Routes).Select(number => $"service-{number}");
}

/// <summary>An upstream's port and its share.</summary>
internal sealed record Backend(int Port, int Weight);
