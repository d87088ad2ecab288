namespace Gateway.Tests.Harness;

/// <summary>The content of a <c>Gateway</c> section, as JSON.</summary>
internal static class GatewayConfig
{
    /// <summary>One route <c>r</c> that passes everything below <c>/api</c>, less that prefix, to one target.</summary>
    /// <param name="address">The target.</param>
    /// <param name="settings">Further settings of the route, as JSON members.</param>
    /// <param name="gateway">Further members of the <c>Gateway</c> section.</param>
    public static string Route(string address, string settings = "", string gateway = "") => $$"""
        { {{Members(gateway)}} "Routes": { "r": { {{Members(settings)}} "Path": "/api/{**path}", "StripPath": true, "Targets": "{{address}}" } } }
        """;

    private static string Members(string members) => members.Length == 0 ? members : members + ",";
}
