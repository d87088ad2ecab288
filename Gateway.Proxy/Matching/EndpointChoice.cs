using Gateway.Proxy.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Gateway.Proxy.Matching;

/// <summary>Chooses an endpoint, as the routing of requests does, and does nothing with it.</summary>
internal sealed class EndpointChoice
{
    private readonly Lazy<RequestDelegate> _routing;

    public EndpointChoice(IApplicationBuilder app)
    {
        var branch = app.New();

        // New leaves out the application's endpoints.
        foreach (var (key, value) in app.Properties)
            branch.Properties.TryAdd(key, value);
        branch.ApplicationServices = new Unmeasured(app.ApplicationServices);
        branch.UseRouting();
        branch.Run(_ => Task.CompletedTask);

        // Built with the first use, because the endpoints that are mapped until then count.
        _routing = new(branch.Build);
    }

    /// <param name="context">The request as it was received; it is as before afterwards.</param>
    public async ValueTask<Endpoint?> ChooseAsync(HttpContext context)
    {
        var (features, request) = (context.Features, context.Request);
        var (feature, values) = (features.Get<IEndpointFeature>(), request.RouteValues);
        Chosen chosen = new();

        // Routing sees what the framework makes of the forwarding fields.
        ReceivedConnection.Exchange(context);
        features.Set<IEndpointFeature>(chosen);
        request.RouteValues = [];
        try
        {
            await _routing.Value(context);
            return chosen.Endpoint;
        }
        finally
        {
            ReceivedConnection.Exchange(context);
            features.Set(feature);
            request.RouteValues = values;
        }
    }

    /// <summary>Keeps the endpoint and shows one without metadata in its place: routing's middleware itself runs an endpoint with <c>ShortCircuit()</c>, and applies the size limit of any.</summary>
    private sealed class Chosen : IEndpointFeature
    {
        private static readonly Endpoint Shown = new(null, EndpointMetadataCollection.Empty, "chosen only");

        public Endpoint? Endpoint { get; private set; }

        Endpoint? IEndpointFeature.Endpoint
        {
            get => Endpoint is null ? null : Shown;
            set => Endpoint = value;
        }
    }
}
