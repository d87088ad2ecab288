using System.Reflection;

namespace Gateway.Proxy.Diagnostics;

/// <summary>The gateway's version, as its status, its documentation and its telemetry name it.</summary>
internal static class GatewayVersion
{
    public static readonly string Text =
        typeof(GatewayVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "unknown";
}
