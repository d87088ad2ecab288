namespace Gateway.Proxy.Telemetry;

/// <summary>The data of the access log that the HttpContext does not have. It is a request feature while the log is enabled.</summary>
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
