using System.Text.Json;
using Gateway.Tests.Harness;

namespace Gateway.Tests.Matching;

/// <summary>The value of a header may be for testers only.</summary>
public sealed class MatchStatusTests
{
    [Theory]
    [InlineData("Production", false, """{"X-A":["***"],"X-B":["*"]}""", """{"c":["***"]}""", """{"q":["***"]}""")]
    [InlineData("Production", true, """{"X-A":["s3cr3t","s3cr3t2"],"X-B":["*"]}""", """{"c":["s3cr3t*"]}""", """{"q":["s3cr3t"]}""")]
    [InlineData("Development", false, """{"X-A":["s3cr3t","s3cr3t2"],"X-B":["*"]}""", """{"c":["s3cr3t*"]}""", """{"q":["s3cr3t"]}""")]
    public async Task The_status_shows_values_on_the_management_port_and_in_Development(string environment, bool hasManagementPort, string headers, string cookies, string query)
    {
        var port = Ports.Free();
        await using var upstream = await Upstream.StartAsync();
        await using var gateway = await GatewayInstance.StartAsync(
            $$"""
            { {{(hasManagementPort ? $$""" "Management": { "Port": {{port}} }, """ : string.Empty)}} "Routes": { "r": { "Path": "/x", "Targets": "{{upstream.Address}}",
              "Match": { "Hosts": ["a.example"], "Headers": { "X-A": ["s3cr3t", "s3cr3t2"], "X-B": "*" }, "Cookies": { "c": "s3cr3t*" }, "Query": { "q": "s3cr3t" } } } } }
            """,
            builder => builder.Environment.EnvironmentName = environment);
        var address = hasManagementPort ? new Uri($"http://127.0.0.1:{port}") : gateway.Address;

        var status = JsonSerializer.Deserialize<JsonElement>(await gateway.Client.GetStringAsync(new Uri(address, "/gateway/status")));

        // Not there: clients read it.
        var document = await gateway.Client.GetStringAsync("/openapi/v1.json");
        Assert.Contains("X-A", document, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cr3t", document, StringComparison.Ordinal);
        Assert.Equal(
            $$"""{"hosts":["a.example"],"headers":{{headers}},"cookies":{{cookies}},"query":{{query}}}""",
            status.GetProperty("routes")[0].GetProperty("match").GetRawText());
    }
}
