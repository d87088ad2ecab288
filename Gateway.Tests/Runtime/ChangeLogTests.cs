using Gateway.Tests.Harness;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Gateway.Tests.Runtime;

/// <summary>The log says which routes a change has changed, wherever it was made.</summary>
public sealed class ChangeLogTests : IDisposable
{
    private readonly LogLines _log = new();

    private IEnumerable<string> Changes => _log.Lines.Where(line => line.Contains("is in force, routes: ", StringComparison.Ordinal)).Select(line => line["Information Configuration ".Length..]);

    [Fact]
    public async Task A_change_in_code_is_told_with_the_weights_before_and_after()
    {
        await using var gateway = await StartAsync(Config("one"));
        var route = RouteOf("orders", ("old", 95), ("new", 5));

        await gateway.Gateway.AddAsync(route);
        await gateway.Gateway.ReplaceAsync(RouteOf("orders", ("old", 75), ("new", 25)));
        await gateway.Gateway.ReplaceAsync(RouteOf("orders", ("old", 75), ("next", 25)));
        await gateway.Gateway.ReplaceAsync(RouteOf("orders", ("old", 75), ("next", 25)) with { MaxRetries = 1 });
        await gateway.Gateway.RemoveAsync("orders");

        Assert.Equal(
            [
                "version 2 is in force, routes: 2; added orders",
                "version 3 is in force, routes: 2; changed orders (old 95 -> 75, new 5 -> 25)",
                "version 4 is in force, routes: 2; changed orders (next added 25, new removed)",
                "version 5 is in force, routes: 2; changed orders",
                "version 6 is in force, routes: 1; removed orders",
            ],
            Changes);
    }

    [Fact]
    public async Task A_change_of_the_configuration_is_told_with_ten_names_at_most()
    {
        await using var gateway = await StartAsync(Config("one"));

        await ChangeAsync(Config([.. Enumerable.Range(10, 12).Select(i => $"r{i}")]), count: 1);
        await ChangeAsync($$"""{ "DrainDelay": "00:00:01", {{Config([.. Enumerable.Range(10, 12).Select(i => $"r{i}")])[1..]}}""", count: 2);

        Assert.Equal(
            [
                "version 2 is in force, routes: 12; added r10, r11, r12, r13, r14, r15, r16, r17, r18, r19 and 2 more; removed one",
                "version 3 is in force, routes: 12; the same routes",
            ],
            Changes);

        async Task ChangeAsync(string section, int count)
        {
            await gateway.ReconfigureAsync(section);
            await Eventually.BecomesTrueAsync(() => Changes.Count() == count, ReloadTests.Limit, "the line");
        }
    }

    public void Dispose() => _log.Dispose();

    private static string Config(params string[] names) =>
        $$"""{ "Routes": { {{string.Join(", ", names.Select(name => $$"""  "{{name}}": { "Path": "/{{name}}", "Targets": "http://127.0.0.1:9" } """))}} } }""";

    private static GatewayRoute RouteOf(string name, params (string Name, int Weight)[] targets) => new()
    {
        Name = name,
        Path = $"/{name}",
        LoadBalancing = LoadBalancingPolicy.Weighted,
        Targets = [.. targets.Select(target => new RouteTarget(target.Name, new($"http://127.0.0.1:9/{target.Name}"), target.Weight))],
    };

    private Task<GatewayInstance> StartAsync(string section) => GatewayInstance.StartAsync(section, builder =>
    {
        builder.Logging.SetMinimumLevel(LogLevel.Information);
        _log.AddTo(builder);
    });
}
