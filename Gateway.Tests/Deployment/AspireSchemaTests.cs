using System.Text.Json;
using Gateway.Tests.Distributed.AppHost;
using Json.Schema;

namespace Gateway.Tests.Deployment;

/// <summary>The manifest that the AppHost writes, against the schema that Aspire publishes, which is not part of this repository.</summary>
public sealed class AspireSchemaTests
{
    private static readonly Uri Published = new("https://json.schemastore.org/aspire-8.0.json");

    private static readonly Lazy<Task<JsonSchema>> Schema = new(async () => JsonSchema.FromText(await TextAsync()));

    [Theory]
    [InlineData("false")]
    [InlineData("true")]
    public async Task The_manifest_follows_the_published_schema(string deployFakes)
    {
        var schema = await Schema.Value;
        var folder = Directory.CreateTempSubdirectory("gateway-test-").FullName;
        var file = Path.Combine(folder, "manifest.json");
        await using var appHost = AppHostProcess.Start("--publisher", "manifest", "--output-path", file, $"DeployFakes={deployFakes}");
        Assert.True(await appHost.ExitAsync(TimeSpan.FromSeconds(90)) == 0, appHost.Output + appHost.Errors);

        using var manifest = JsonDocument.Parse(await File.ReadAllTextAsync(file));
        var result = schema.Evaluate(manifest.RootElement, new EvaluationOptions { OutputFormat = OutputFormat.List });

        Assert.True(result.IsValid, JsonSerializer.Serialize(result));
        Directory.Delete(folder, recursive: true);
    }

    // ASPIRE_SCHEMA names a copy for machines that do not reach its host.
    private static async Task<string> TextAsync()
    {
        if (Environment.GetEnvironmentVariable("ASPIRE_SCHEMA") is { Length: > 0 } file)
            return await File.ReadAllTextAsync(file);
        using HttpClient client = new() { Timeout = TimeSpan.FromSeconds(10) };
        try
        {
            return await client.GetStringAsync(Published);
        }
        catch (Exception exception) when (exception is HttpRequestException or TaskCanceledException)
        {
            Assert.Skip($"{Published} cannot be reached: {exception.Message} (ASPIRE_SCHEMA may name a copy.)");
            return "";
        }
    }
}
