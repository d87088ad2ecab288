namespace Gateway.ServiceDefaults.Telemetry;

/// <summary>What is recorded, besides what the application names after itself.</summary>
internal static class TelemetrySources
{
    public static readonly string[] Tracing = ["Microsoft.AspNetCore", "System.Net.Http", "Gateway"];

    public static readonly string[] Meters =
    [
        "Microsoft.AspNetCore.Hosting",
        "Microsoft.AspNetCore.Server.Kestrel",
        "Microsoft.AspNetCore.Routing",
        "Microsoft.AspNetCore.Diagnostics",
        "System.Net.Http",
        "System.Runtime",
        "Polly",
        "Gateway",
    ];
}
