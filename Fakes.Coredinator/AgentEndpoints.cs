using Fakes.Shared.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Fakes.Coredinator;

internal static partial class AgentEndpoints
{
    public static void MapAgents(this WebApplication app)
    {
        var agents = app.MapGroup("/api/agents").WithTags("agents");
        agents.MapGet("/", (AgentRegistry registry) => TypedResults.Ok(registry.Ids)).WithSummary("The agents' ids");
        agents.MapLifecycle();

        // The demo agent differs from the others only in what it runs, which a fake does not.
        agents.MapGroup("/demos/tep").MapLifecycle();
    }

    private static void MapLifecycle(this RouteGroupBuilder agents)
    {
        agents.MapPost("/start", StartAsync).WithSummary("Starts an agent, answers its id")
            .DocumentBody<StartRequest>().Produces<string>();
        agents.MapPost("/{id}/stop", Stop).WithSummary("Stops an agent, known or not");
        agents.MapGet("/{id}/status", (string id, AgentRegistry registry) => TypedResults.Ok(registry.Status(id)))
            .WithSummary("The agent and its services");
    }

    private static async Task<IResult> StartAsync(HttpRequest request, AgentRegistry registry, ILogger<AgentRegistry> logger)
    {
        var (start, refusal) = await StartRequest.ReadAsync(request);
        if (refusal is not null) return refusal;

        var agent = registry.Start(start);
        LogStarted(logger, agent.Id, agent.ConfigPath);
        return TypedResults.Json(agent.Id);
    }

    private static ContentHttpResult Stop(string id, AgentRegistry registry, ILogger<AgentRegistry> logger)
    {
        registry.Stop(id);
        LogStopped(logger, id);
        return TypedResults.Content("null", "application/json");
    }

    [LoggerMessage(LogLevel.Information, "Agent {Agent} started from {ConfigPath}")]
    private static partial void LogStarted(ILogger logger, string agent, string configPath);

    [LoggerMessage(LogLevel.Information, "Agent {Agent} stopped")]
    private static partial void LogStopped(ILogger logger, string agent);
}
