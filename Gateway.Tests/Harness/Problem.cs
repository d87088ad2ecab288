using System.Net;
using System.Text.Json;

namespace Gateway.Tests.Harness;

/// <summary>A problem details body, as the gateway promises it.</summary>
internal sealed record Problem(string? Type, string? Title, int Status, string? Detail, string? Reason, string? Route, string? TraceId)
{
    private static readonly JsonSerializerOptions Web = new(JsonSerializerDefaults.Web);

    /// <summary>Checks what holds for every error of the gateway's own, and returns its body.</summary>
    public static async Task<Problem> OfAsync(HttpResponseMessage response)
    {
        var body = await response.Content.ReadAsStringAsync();
        Assert.True("application/problem+json" == response.Content.Headers.ContentType?.MediaType, $"{(int)response.StatusCode} {response.Content.Headers.ContentType}: {body}");
        var problem = JsonSerializer.Deserialize<Problem>(body, Web)!;
        Assert.Equal((int)response.StatusCode, problem.Status);
        Assert.False(string.IsNullOrEmpty(problem.Type));
        Assert.False(string.IsNullOrEmpty(problem.Title));
        Assert.False(string.IsNullOrEmpty(problem.TraceId));
        return problem;
    }

    /// <summary>Checks that it is this failure of route <c>r</c>.</summary>
    public static async Task AssertAsync(HttpResponseMessage response, HttpStatusCode status, string reason)
    {
        var problem = await OfAsync(response);
        Assert.Equal((status, reason, "r"), (response.StatusCode, problem.Reason, problem.Route));
        var beginning = status switch
        {
            HttpStatusCode.BadGateway => "Bad gateway: ",
            HttpStatusCode.GatewayTimeout => "Gateway timeout: ",
            _ => "Service unavailable: ",
        };
        Assert.StartsWith(beginning, problem.Detail, StringComparison.Ordinal);
        Assert.True(response.Headers.Contains("X-CoreRL-Version"));
    }
}
