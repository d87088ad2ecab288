using System.Net;
using System.Text.Json;

namespace Gateway.Tests.Distributed;

/// <summary>Checks on an error of the gateway's own.</summary>
internal static class Problems
{
    public static async Task IsProblemAsync(this HttpResponseMessage response, HttpStatusCode status, string route, params string[] reasons)
    {
        Assert.Equal(status, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        Assert.Equal(["0.0.1"], response.Headers.GetValues("X-CoreRL-Version"));

        using var body = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        var problem = body.RootElement;
        Assert.Equal((int)status, problem.GetProperty("status").GetInt32());
        Assert.Equal(route, problem.GetProperty("route").GetString());
        Assert.Contains(problem.GetProperty("reason").GetString(), reasons);
        Assert.StartsWith($"{Title(status)}: ", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Equal(32, problem.GetProperty("traceId").GetString()!.Length);
    }

    private static string Title(HttpStatusCode status) => status switch
    {
        HttpStatusCode.BadGateway => "Bad gateway",
        HttpStatusCode.GatewayTimeout => "Gateway timeout",
        _ => "Service unavailable",
    };
}
