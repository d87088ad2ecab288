using System.Net.Http.Json;
using System.Text.Json;
using Gateway.Tests.Harness;

namespace Gateway.Tests.Migration;

/// <summary>What a reader of docs/migration.md sees by its commands.</summary>
internal static class Observing
{
    public const string Path = "/api/telemetry/health";

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    /// <summary>Waits until the status is what the page says of this step.</summary>
    /// <param name="gateway">The gateway.</param>
    /// <param name="step">The step.</param>
    /// <param name="meanwhile">What happens before each look.</param>
    public static async Task ShowsAsync(this GatewayInstance gateway, string step, Func<Task>? meanwhile = null)
    {
        string[] lines = [], expected = MigrationDoc.Seen(step);
        await Eventually.BecomesTrueAsync(
            async () =>
            {
                await (meanwhile?.Invoke() ?? Task.CompletedTask);
                lines = Lines(await gateway.StatusAsync());
                return lines.SequenceEqual(expected);
            },
            Limit,
            () => $"the status of {step}; it is:\n{string.Join('\n', lines)}");
    }

    public static Task<JsonElement> StatusAsync(this GatewayInstance gateway) => gateway.Client.GetFromJsonAsync<JsonElement>("/gateway/status");

    public static async Task<int> VersionAsync(this GatewayInstance gateway) => (await gateway.StatusAsync()).GetProperty("config").GetProperty("version").GetInt32();

    /// <summary>One request after the other; the lines of <c>uniq -c</c>.</summary>
    public static async Task<string[]> CountAnswersAsync(this HttpClient client, int requests, Func<HttpRequestMessage>? request = null)
    {
        List<string> answers = [];
        for (var i = 0; i < requests; i++)
        {
            using var message = request?.Invoke() ?? new(HttpMethod.Get, Path);
            using var response = await client.SendAsync(message);
            answers.Add($"{(int)response.StatusCode} {string.Join(',', response.Headers.GetValues(MigratedServices.WhoAnswered))}");
        }

        return [.. answers.CountBy(answer => answer).OrderBy(answer => answer.Key, StringComparer.Ordinal).Select(answer => $"{answer.Value,7} {answer.Key}")];
    }

    private static string[] Lines(JsonElement status) =>
    [
        .. status.GetProperty("routes").EnumerateArray().Single(route => route.GetProperty("name").GetString() == "telemetry").GetProperty("targets").EnumerateArray()
            .Select(target => "{" + string.Join(',', ((string[])["name", "weight", "share", "health", "circuit"]).Select(key => $"\"{key}\":{target.GetProperty(key).GetRawText()}")) + "}"),
    ];
}
