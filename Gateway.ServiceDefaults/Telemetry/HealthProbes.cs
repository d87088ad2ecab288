using System.Collections.Frozen;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Gateway.ServiceDefaults.Telemetry;

/// <summary>Knows a health probe that is not to be traced by its path.</summary>
internal sealed class HealthProbes(IOptions<ServiceTelemetryOptions> options)
{
    private readonly FrozenSet<string> _paths = options.Value.TraceHealthProbes
        ? []
        : options.Value.HealthProbePaths.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    public bool IsProbe(PathString path) => path.HasValue && _paths.Contains(path.Value);

    public bool IsProbe(ReadOnlySpan<char> path) =>
        _paths.Count > 0 && _paths.GetAlternateLookup<ReadOnlySpan<char>>().Contains(path);
}
