namespace Gateway.Proxy;

/// <summary>How a target's health is probed.</summary>
public enum HealthCheckType
{
    /// <summary>GET of <c>HealthCheckPath</c>; 2xx is healthy.</summary>
    Http,

    /// <summary><c>grpc.health.v1.Health/Check</c> over HTTP/2; <c>SERVING</c> is healthy.</summary>
    Grpc,
}
