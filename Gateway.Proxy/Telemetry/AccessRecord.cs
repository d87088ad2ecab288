namespace Gateway.Proxy.Telemetry;

/// <summary>What the access log tells of a request beside what its context says. It goes along as a feature while the log is on.</summary>
internal sealed class AccessRecord
{
    public string? Route { get; set; }

    public string? Target { get; set; }

    public int Attempts { get; set; }

    public string? Error { get; set; }

    /// <summary>Of the body, without its framing.</summary>
    public long RequestBytes { get; set; }

    public long ResponseBytes { get; set; }
}
