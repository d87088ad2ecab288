namespace Gateway.Proxy.Management;

/// <summary>Who may see <c>/gateway/*</c>. Read at start.</summary>
public sealed record ManagementSettings
{
    /// <summary>A port of its own for <c>/gateway/*</c>, which the gateway's other ports then answer with 404. Default: none: all ports answer it.</summary>
    public int? Port { get; init; }

    /// <summary>The address that the port listens on: <c>localhost</c>, an IP address, or <c>*</c> for all. Default: <c>localhost</c>.</summary>
    public string Host { get; init; } = "localhost";
}
