namespace Gateway.Proxy.Server;

/// <summary>Access to <c>/gateway/*</c>. Read at start.</summary>
internal sealed record ManagementSettings
{
    /// <summary>A port for all of the gateway's own endpoints and nothing else; the other ports then do not serve <c>/gateway/*</c>. Default: none.</summary>
    public int? Port { get; init; }

    /// <summary>Whether the port serves metrics for Prometheus at <c>/metrics</c>; needs <see cref="Port"/>. Default: false.</summary>
    public bool Prometheus { get; init; }

    /// <summary>The address that the port listens on: <c>localhost</c>, an IP address, or <c>*</c> for all. Default: <c>localhost</c>.</summary>
    public string Host { get; init; } = "localhost";

    /// <summary>Whether the connection is one to <see cref="Port"/>.</summary>
    // The local port, not the Host header, which the client writes.
    public bool Has(ConnectionInfo connection) => Port is { } port && connection.LocalPort == port;
}
