namespace Fakes.Coredinator;

internal static class HealthcheckEndpoint
{
    private static readonly EventBus Bus = new("running", new EventBusConfig(
        "tcp://*:5559", "tcp://*:5560", "tcp://localhost:5559", "tcp://localhost:5560"));

    public static void MapHealthcheck(this WebApplication app) =>
        app.MapGet("/api/healthcheck", () => TypedResults.Ok(
                new Healthcheck("healthy", Environment.ProcessId, "coredinator", "0.0.1", Bus)))
            .WithTags("health");

    private sealed record Healthcheck(string Status, int ProcessId, string Service, string Version, EventBus EventBus);

    private sealed record EventBus(string Status, EventBusConfig Config);

    private sealed record EventBusConfig(
        string XsubAddr, string XpubAddr, string PublisherEndpoint, string SubscriberEndpoint);
}
