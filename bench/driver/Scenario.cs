namespace Gateway.Bench;

/// <summary>What is behind the proxy in a scenario.</summary>
internal enum Backends
{
    /// <summary>One target.</summary>
    One,

    /// <summary>Three targets with the weights 70, 20 and 10.</summary>
    Weighted,

    /// <summary>Three targets with one weight, one of which refuses connections.</summary>
    OneDead,
}

/// <summary>A feature whose cost is measured: the gateway with it beside the gateway without it, under the same requests.</summary>
internal enum Feature
{
    None,

    /// <summary>The routes in use have one path, and <c>Match</c> by a header.</summary>
    Match,

    /// <summary>The route has <c>SessionPersistence</c> by a cookie.</summary>
    Sessions,
}

/// <summary>What is measured: the setup of the proxies and the load.</summary>
internal sealed record Scenario(string Name, string Title)
{
    public string Path { get; init; } = "/api/small";
    public int Connections { get; init; } = 64;

    /// <summary>Of the request; 0: a GET.</summary>
    public int BodyBytes { get; init; }

    /// <summary>A new connection for each request.</summary>
    public bool Close { get; init; }

    public bool Http2 { get; init; }

    /// <summary>Requests at once on a connection, with HTTP/2.</summary>
    public int Streams { get; init; } = 1;

    public Backends Backends { get; init; }

    /// <summary>/api/service-1 and so on, each with a target of its own; 0: the one route /api.</summary>
    public int Routes { get; init; }

    /// <summary>To how many of the routes requests are sent.</summary>
    public int RoutesUsed { get; init; }

    public Feature Feature { get; init; }

    /// <summary>A header of each request, and how its value begins; a number ends it, that of the route, else 1 to 100. Null: none.</summary>
    public (string Name, string Begin)? Header { get; init; }

    /// <summary>The names of those that take part; null: all proxies.</summary>
    public IReadOnlyList<string>? Peers { get; init; }

    /// <summary>How many processes of each peer are measured: two of one program may differ by 5 %.</summary>
    public int Processes { get; init; } = 1;

    /// <summary>This many times the rounds that were asked for.</summary>
    public int RoundsFactor { get; init; } = 1;

    /// <summary>How many times as long its warm-up is.</summary>
    public int WarmUpFactor { get; init; } = 1;

    /// <summary>How often each peer is started to see how long that takes; above 0 nothing else is measured.</summary>
    public int Starts { get; init; }

    /// <summary>The part of the requests that is traced, from 0 to 1, with traces, metrics and logs exported over OTLP; null: no telemetry.</summary>
    public double? Traced { get; init; }

    /// <summary>What a reader of the figures has to know.</summary>
    public string? Note { get; init; }

    /// <summary>Whether requests are sent to the route of this number.</summary>
    public bool IsUsed(int number) => (number - 1) % (Routes / RoutesUsed) == 0;

    /// <summary>Whether errors of bare YARP, which has no retries, are what the scenario is about.</summary>
    public bool PeersMayFail => Backends == Backends.OneDead;
}
