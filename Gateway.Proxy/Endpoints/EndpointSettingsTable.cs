using Gateway.Proxy.Configuration.Tables;

namespace Gateway.Proxy.Endpoints;

/// <summary>The keys of <c>Gateway:Endpoints</c>.</summary>
internal static class EndpointSettingsTable
{
    public static SettingsTable<EndpointSettings> Instance { get; } = new()
    {
        {
            nameof(EndpointSettings.Public),
            "The own endpoints that the public ports serve; other paths are free for routes. root: the redirect from / to /docs, where no route matches /; docs: /docs and /openapi; health: /health, /alive, /ready; status: /gateway, only without a management port.",
            Format.ListOf(Format.LowerCaseChoice<OwnEndpoint>()), s => s.Public, (s, v) => s with { Public = v }
        },
    };
}
