using Gateway.Proxy.Access.Tokens;
using Gateway.Proxy.Forwarding;
using Gateway.Proxy.Matching;
using Microsoft.Extensions.Primitives;

namespace Gateway.Proxy.Runtime;

/// <summary>The routes as endpoints of ASP.NET Core's routing, replaced in one step when the table changes.</summary>
internal sealed class RouteEndpoints : EndpointDataSource, IDisposable
{
    private readonly GatewayRoutes _gateway;
    private readonly RoutePipeline _pipeline;
    private readonly Lock _lock = new();
    private readonly Dictionary<RouteRuntime, Endpoint> _known = [];
    private volatile Endpoint[] _endpoints = [];
    private CancellationTokenSource _changed = new();

    public RouteEndpoints(GatewayRoutes gateway, RoutePipeline pipeline)
    {
        _gateway = gateway;
        _pipeline = pipeline;
        gateway.Changing += Update;
        Update(gateway.Table);
    }

    /// <summary>Whether the application's routing has them.</summary>
    public bool IsMapped { get; set; }

    public override IReadOnlyList<Endpoint> Endpoints => _endpoints;

    public override IChangeToken GetChangeToken()
    {
        lock (_lock)
            return new CancellationChangeToken(_changed.Token);
    }

    public void Dispose()
    {
        _gateway.Changing -= Update;
        _changed.Dispose();
    }

    private void Update(RouteTable table)
    {
        var before = _endpoints;
        try
        {
            Publish([.. table.Routes.Select(EndpointFor)]);
        }
        catch
        {
            // Routing rejected the endpoints: restore the previous ones.
            Publish(before);
            throw;
        }

        foreach (var gone in _known.Keys.Except(table.Routes).ToArray())
            _known.Remove(gone);
    }

    // Cancelling the token makes routing rebuild its matcher before the call returns.
    private void Publish(Endpoint[] endpoints)
    {
        CancellationTokenSource outdated;
        lock (_lock)
        {
            _endpoints = endpoints;
            outdated = _changed;
            _changed = new();
        }

        outdated.Cancel();
    }

    private Endpoint EndpointFor(RouteRuntime state)
    {
        if (_known.TryGetValue(state, out var known))
            return known;

        RouteEndpointBuilder builder = new(context => _pipeline.InvokeAsync(context, state), state.Pattern, state.Route.Order) { DisplayName = $"route {state.Route.Name}" };
        if (state.Route.Methods.Count > 0)
            builder.Metadata.Add(new HttpMethodMetadata(state.Route.Methods, acceptCorsPreflight: state.Route.Cors is { Enabled: true }));
        if (state.Route.Authorization.IsRequired)
            builder.Metadata.Add(new GuardedRoute(state.Route.Name));
        if (RequestMatcher.For(state.Route.Match) is { } matcher)
            builder.Metadata.Add(matcher);
        builder.Metadata.Add(state);
        return _known[state] = builder.Build();
    }
}
