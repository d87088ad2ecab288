using System.Net.Http.Json;

namespace Gateway.Tests.Harness;

/// <summary>A target as <c>/gateway/status</c> shows it.</summary>
internal sealed record TargetStatus(string Name, string Address, int Weight, double Share, string Health, string Circuit, int InFlight, long Requests, long Failures)
{
    /// <summary>The first route's first target.</summary>
    public static async Task<TargetStatus> OfAsync(GatewayInstance gateway, HttpClient? client = null) =>
        (await (client ?? gateway.Client).GetFromJsonAsync<Report>("/gateway/status"))!.Routes[0].Targets[0];

    /// <summary>Waits until so many requests have ended, and returns the figures then.</summary>
    public static async Task<TargetStatus> WhenIdleAsync(GatewayInstance gateway, long requests, HttpClient? client = null)
    {
        TargetStatus? status = null;
        await Eventually.BecomesTrueAsync(
            async () => (status = await OfAsync(gateway, client)) is { InFlight: 0 } && status.Requests >= requests,
            TimeSpan.FromSeconds(10), $"{requests} requests have ended");
        return status!;
    }

    private sealed record Report(Route[] Routes);

    private sealed record Route(TargetStatus[] Targets);
}
