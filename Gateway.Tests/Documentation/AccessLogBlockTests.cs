using System.Text.Json.Nodes;
using Gateway.Tests.Harness;

namespace Gateway.Tests.Documentation;

/// <summary>The access log as docs/troubleshooting.md turns it on.</summary>
public sealed class AccessLogBlockTests : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("gateway-test-");

    [Fact]
    public async Task A_running_gateway_says_which_route_takes_a_request_once_its_file_has_the_block()
    {
        await using var upstream = await Upstream.StartAsync();
        var (file, port) = (Path.Combine(_directory.FullName, "gateway.json"), Ports.Free());
        var config = $$"""
            { "Gateway": { "Routes": {
              "testers": { "Path": "/{**path}", "Targets": "{{upstream.Address}}", "Match": { "Headers": { "X-Tester": "yes" } } },
              "others": { "Path": "/{**path}", "Targets": "{{upstream.Address}}" }
            } } }
            """;
        await File.WriteAllTextAsync(file, config, TestContext.Current.CancellationToken);
        await using var gateway = GatewayProcess.Start(["--config", file, "--port", $"{port}"]);
        using HttpClient client = new() { BaseAddress = new($"http://127.0.0.1:{port}") };
        await Eventually.BecomesTrueAsync(() => IsForwardedAsync(client, "yes"), Limit, "a response");
        Assert.DoesNotContain("route testers", gateway.Output, StringComparison.Ordinal);

        var changed = JsonNode.Parse(config)!;
        changed["Logging"] = JsonNode.Parse(new NamedBlocks("docs/troubleshooting.md").Get("config", "access-log"))!["Logging"]!.DeepClone();
        await File.WriteAllTextAsync(file, changed.ToJsonString(), TestContext.Current.CancellationToken);

        await Eventually.BecomesTrueAsync(
            async () => await IsForwardedAsync(client, "yes") && gateway.Output.Contains("route testers,", StringComparison.Ordinal), Limit, () => $"the line of a tester: {gateway.Output}");
        Assert.DoesNotContain("route others,", gateway.Output, StringComparison.Ordinal);
        Assert.True(await IsForwardedAsync(client, "Yes"));
        await Eventually.BecomesTrueAsync(() => Task.FromResult(gateway.Output.Contains("route others,", StringComparison.Ordinal)), Limit, () => $"the line of a value in another case: {gateway.Output}");
    }

    public void Dispose() => _directory.Delete(recursive: true);

    private static async Task<bool> IsForwardedAsync(HttpClient client, string tester)
    {
        using HttpRequestMessage request = new(HttpMethod.Get, "/x");
        request.Headers.TryAddWithoutValidation("X-Tester", tester);
        try
        {
            using var response = await client.SendAsync(request);
            return response.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
