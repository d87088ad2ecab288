using System.Text.RegularExpressions;
using Gateway.Tests.Harness;

namespace Gateway.Tests.Sessions;

/// <summary>A gateway with one route <c>r</c> that has sessions, and what its clients see.</summary>
internal static partial class SessionGateway
{
    /// <summary>The content of the <c>Gateway</c> section.</summary>
    public static string Config(string sessions, params (Upstream Upstream, int Weight)[] targets) => Config(sessions, string.Empty, targets);

    /// <param name="sessions">The value of <c>SessionPersistence</c>.</param>
    /// <param name="settings">Further members of the route, each with a comma after it.</param>
    /// <param name="targets">The targets, called like their upstreams.</param>
    public static string Config(string sessions, string settings, params (Upstream Upstream, int Weight)[] targets) => $$"""
        { "Routes": { "r": { "Path": "/{**path}", "LoadBalancing": "Weighted", "SessionPersistence": {{sessions}}, {{settings}}
          "Retry": { "BaseDelay": "00:00:00" },
          "Targets": [ {{string.Join(", ", targets.Select(target => $$"""{ "Name": "{{target.Upstream.Name}}", "Address": "{{target.Upstream.Address}}", "Weight": {{target.Weight}} }"""))}} ] } } }
        """;

    /// <summary>Asks with a header, by default a cookie.</summary>
    public static async Task<HttpResponseMessage> AskAsync(this GatewayInstance gateway, string? value, string header = "Cookie", string path = "/x")
    {
        using HttpRequestMessage request = new(HttpMethod.Get, path);
        if (value is not null)
            request.Headers.TryAddWithoutValidation(header, value);
        return await gateway.Client.SendAsync(request);
    }

    /// <summary>The name of the upstream that a session of the cookie <c>gw-r</c> gets.</summary>
    public static async Task<string> TargetOfAsync(this GatewayInstance gateway, string session)
    {
        using var response = await gateway.AskAsync($"gw-r={session}");
        return await response.Content.ReadAsStringAsync();
    }

    public static async Task<string[]> TargetsOfAsync(this GatewayInstance gateway, IEnumerable<string> sessions)
    {
        List<string> targets = [];
        foreach (var session in sessions)
            targets.Add(await gateway.TargetOfAsync(session));
        return [.. targets];
    }

    public static string[] SetCookies(this HttpResponseMessage response) => response.Headers.TryGetValues("Set-Cookie", out var values) ? [.. values] : [];

    [GeneratedRegex("^gw-r=[0-9a-f]{32}; Path=/; HttpOnly; SameSite=Lax$")]
    public static partial Regex Cookie();
}
