namespace Gateway.Proxy.Telemetry;

/// <summary>The attribute names of spans and metrics; those of OpenTelemetry's semantic conventions where they exist.</summary>
internal static class TelemetryNames
{
    public const string Route = "gateway.route";
    public const string Target = "gateway.target";
    public const string CircuitState = "gateway.circuit.state";
    public const string HealthState = "gateway.health.state";
    public const string ErrorType = "error.type";
    public const string StatusCode = "http.response.status_code";
    public const string ResendCount = "http.request.resend_count";
    public const string ClientAddress = "client.address";
}
