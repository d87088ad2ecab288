using Gateway.Proxy.Configuration.Tables;

namespace Gateway.Proxy.Endpoints;

/// <summary>The keys of <c>Gateway:Endpoints</c>.</summary>
internal static class EndpointSettingsTable
{
    public static SettingsTable<EndpointSettings> Instance { get; } = new(new())
    {
        {
            nameof(EndpointSettings.Public),
            "The gateway's own endpoints that the public ports serve. root: the redirect from / to /docs; docs: /docs and /openapi; health: /health, /alive, /ready; status: /gateway/*, only without a management port. Routes may use the paths of the others.",
            Format.ListOf(Format.LowerCaseChoice<OwnEndpoint>()), s => s.Public, (s, v) => s with { Public = v }
        },
    };
}
