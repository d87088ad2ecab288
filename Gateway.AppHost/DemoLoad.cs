using System.Net.Http.Json;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Gateway.AppHost;

/// <summary>
/// With <c>Load=true</c>: a few requests a second through the gateway, over all of its routes in turn, so that the dashboard has
/// something to show. It ends with the topology.
/// </summary>
internal sealed partial class DemoLoad(EndpointReference gateway, ResourceNotificationService resources, ILogger<DemoLoad> logger) : BackgroundService
{
    private const int MaxInFlight = 8;
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);

    // What to ask of a route that leads to one of the fakes; of any other, what its path begins with.
    private static readonly Dictionary<string, string[]> Paths = new()
    {
        ["coredinator"] = ["api/agents/", "api/agents/agent_one/status", "api/agents/agent_two/status", "api/io/"],
        ["coretelemetry"] = ["api/data/agent_one?metric=reward", "api/data/agent_two?metric=temperature", "api/data/agent_one/metrics", "api/system/cpu"],
    };

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await resources.WaitForResourceHealthyAsync(gateway.Resource.Name, WaitBehavior.WaitOnResourceUnavailable, stoppingToken);
        using HttpClient client = new(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = new(gateway.Url), Timeout = Timeout };
        LogStarted(gateway.Url);
        await Parallel.ForEachAsync(
            RequestsAsync(client, stoppingToken), new ParallelOptions { MaxDegreeOfParallelism = MaxInFlight, CancellationToken = stoppingToken }, (request, stop) => SendAsync(client, request, stop));
    }

    // The routes are read again in each round: they change while the gateway runs.
    private static async IAsyncEnumerable<HttpRequestMessage> RequestsAsync(HttpClient client, [EnumeratorCancellation] CancellationToken stop)
    {
        using PeriodicTimer timer = new(Interval);
        for (var round = 0; await timer.WaitForNextTickAsync(stop); round++)
        {
            foreach (var route in await RoutesAsync(client, stop))
            {
                yield return RequestOf(route, round);
                await timer.WaitForNextTickAsync(stop);
            }
        }
    }

    private static async Task<IEnumerable<Route>> RoutesAsync(HttpClient client, CancellationToken stop)
    {
        try
        {
            var status = await client.GetFromJsonAsync<Status>("/gateway/status", stop);
            return status!.Routes.Where(route => route.Methods is [] || route.Methods.Contains("GET"));
        }
        catch (Exception exception) when (IsFailure(exception, stop))
        {
            return []; // Asked again with the next tick.
        }
    }

    // With the headers that the route's Match asks for.
    private static HttpRequestMessage RequestOf(Route route, int round)
    {
        var prefix = route.Path.Split('{')[0];
        var path = route.Targets is [var first, ..] && Paths.TryGetValue(first.Name, out var paths) ? prefix + paths[round % paths.Length] : prefix;
        HttpRequestMessage request = new(HttpMethod.Get, path);
        foreach (var (name, values) in route.Match?.Headers ?? [])
            request.Headers.TryAddWithoutValidation(name, values[0].TrimEnd('*'));
        return request;
    }

    private static async ValueTask SendAsync(HttpClient client, HttpRequestMessage request, CancellationToken stop)
    {
        try
        {
            using (request)
            using (await client.SendAsync(request, stop))
            {
            }
        }
        catch (Exception exception) when (IsFailure(exception, stop))
        {
            // The gateway's telemetry shows it.
        }
    }

    private static bool IsFailure(Exception exception, CancellationToken stop) => exception is HttpRequestException or OperationCanceledException && !stop.IsCancellationRequested;

    [LoggerMessage(LogLevel.Information, "Load: a few requests a second to {Gateway}, over all routes in turn")]
    private partial void LogStarted(string gateway);

    private sealed record Status(IReadOnlyList<Route> Routes);

    private sealed record Route(string Path, IReadOnlyList<string> Methods, Match? Match, IReadOnlyList<Target> Targets);

    private sealed record Match(Dictionary<string, string[]> Headers);

    private sealed record Target(string Name);
}
