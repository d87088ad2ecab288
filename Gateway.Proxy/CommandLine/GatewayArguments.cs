namespace Gateway.Proxy.CommandLine;

/// <summary>What was asked for on the command line; see <c>--help</c>.</summary>
internal sealed record GatewayArguments(string Host, int? Port, int? CoredinatorPort, int? CoreTelemetryPort, FileInfo? Config, bool ValidateConfig)
{
    /// <summary>The arguments as configuration, over everything else.</summary>
    public IEnumerable<KeyValuePair<string, string?>> AsConfiguration()
    {
        if (Port is { } port)
            yield return new(WebHostDefaults.ServerUrlsKey, $"http://{Host}:{port}");

        // A single value under "default" comes before all that files and environment say of the service.
        if (CoredinatorPort is { } coredinator)
            yield return new("services:coredinator:default", $"http://localhost:{coredinator}");
        if (CoreTelemetryPort is { } coretelemetry)
            yield return new("services:coretelemetry:default", $"http://localhost:{coretelemetry}");
    }
}
