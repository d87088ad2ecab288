using System.Reflection;

namespace Gateway.Proxy.Diagnostics;

/// <summary>The gateway's version in status, documentation and telemetry.</summary>
internal static class GatewayVersion
{
    public static readonly string Text =
        typeof(GatewayVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "unknown";
}
