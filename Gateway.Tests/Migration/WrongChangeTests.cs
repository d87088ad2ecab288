using Gateway.Tests.Harness;

namespace Gateway.Tests.Migration;

public sealed class WrongChangeTests : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("gateway-test-");

    [Fact]
    public async Task A_wrong_change_is_refused_whole_and_the_status_has_every_reason()
    {
        await using var services = await MigratedServices.StartAsync();
        await using var gateway = await services.StartGatewayAsync("canary-95-5");
        await gateway.ShowsAsync("canary-95-5");

        await services.ChangeAsync(gateway, "wrong");
        await LastErrorIsAsync(gateway, error => error?.Replace("gateway.json", "migration.json", StringComparison.Ordinal) == string.Join("; ", MigrationDoc.Seen("wrong")));

        Assert.Equal(1, await gateway.VersionAsync());
        await gateway.ShowsAsync("canary-95-5");
        Assert.Equal(["     95 200 v1", "      5 200 v2"], await gateway.Client.CountAnswersAsync(100));

        await services.ChangeAsync(gateway, "green");
        await LastErrorIsAsync(gateway, error => error is null);
        await gateway.ShowsAsync("green");
    }

    [Fact]
    public async Task A_file_that_is_half_written_changes_nothing()
    {
        await using var services = await MigratedServices.StartAsync();
        await using var gateway = await services.StartGatewayAsync("canary-95-5");
        await gateway.ShowsAsync("canary-95-5");
        var whole = MigrationDoc.Example("green", services);

        await gateway.WriteConfigFileAsync(whole[..(whole.Length / 2)]);
        await LastErrorIsAsync(gateway, error => error?.Contains("not valid JSON", StringComparison.Ordinal) == true);
        await gateway.ShowsAsync("canary-95-5");

        await gateway.WriteConfigFileAsync(whole);
        await gateway.ShowsAsync("green");
    }

    [Theory]
    [InlineData("wrong", "wrong", 1)]
    [InlineData("green", "valid", 0)]
    public async Task A_deploy_pipeline_sees_every_mistake_or_none_and_an_exit_code(string example, string seen, int exitCode)
    {
        var file = Path.Combine(_directory.FullName, "migration.json");
        await File.WriteAllTextAsync(file, MigrationDoc.Example(example));

        await using var gateway = GatewayProcess.Start(["--config", file, "--validate-config"]);

        Assert.Equal(exitCode, await gateway.ExitAsync(Limit));
        Assert.Equal(MigrationDoc.Seen(seen), (gateway.Output + gateway.Errors).Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
    }

    public void Dispose() => _directory.Delete(recursive: true);

    private static async Task LastErrorIsAsync(GatewayInstance gateway, Func<string?, bool> expected)
    {
        string? error = null;
        await Eventually.BecomesTrueAsync(
            async () => expected(error = (await gateway.StatusAsync()).GetProperty("config").GetProperty("lastError").GetString()),
            TimeSpan.FromSeconds(20),
            () => $"the expected lastError; it is: {error}");
    }
}
