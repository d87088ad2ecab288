using Gateway.Tests.Harness;

namespace Gateway.Tests.Migration;

public sealed class DecompositionTests
{
    [Fact]
    public async Task In_JSON_each_path_goes_where_the_page_says_while_the_monolith_had_them_all_before()
    {
        await using var services = await MigratedServices.StartAsync("users", "orders");
        await using var gateway = await services.StartGatewayAsync("monolith");
        foreach (var row in MigrationDoc.Rows("decomposition"))
            await GoesAsync(gateway.Client, row[0], services.Monolith, row[0]);

        await services.ChangeAsync(gateway, "decomposition");
        await Eventually.BecomesTrueAsync(async () => await gateway.VersionAsync() == 2, TimeSpan.FromSeconds(20), "version 2");
        await GoesByThePageAsync(gateway.Client, services);

        await services.ChangeAsync(gateway, "monolith");
        await Eventually.BecomesTrueAsync(async () => await gateway.VersionAsync() == 3, TimeSpan.FromSeconds(20), "version 3");
        await GoesAsync(gateway.Client, "/api/legacy/users/7", services.Monolith, "/api/legacy/users/7");
    }

    [Fact]
    public async Task By_routes_in_code_each_path_goes_where_the_page_says()
    {
        await using var services = await MigratedServices.StartAsync("users", "orders");
        await using var program = await RunningProgram.StartAsync(Programs.DecompositionByRoutes, services);

        await GoesByThePageAsync(program.Client, services);
    }

    [Fact]
    public async Task By_a_handler_each_path_goes_where_the_page_says_and_a_header_may_decide_otherwise()
    {
        await using var services = await MigratedServices.StartAsync("users", "orders");
        await using var program = await RunningProgram.StartAsync(Programs.DecompositionByHandler, services);

        await GoesByThePageAsync(program.Client, services);
        program.Client.DefaultRequestHeaders.Add("X-Use-Monolith", "yes");
        await GoesAsync(program.Client, "/api/legacy/orders/9", services.Monolith, "/api/legacy/orders/9");
    }

    [Fact]
    public async Task A_new_service_that_is_down_opens_its_own_circuit_only()
    {
        await using var services = await MigratedServices.StartAsync("users", "orders");
        await using var gateway = await services.StartGatewayAsync("decomposition");
        await services.V2.StopAsync();

        await Eventually.BecomesTrueAsync(
            async () =>
            {
                Assert.False((await gateway.Client.GetAsync("/api/legacy/orders/9")).IsSuccessStatusCode);
                return await CircuitOfAsync("orders") == "open";
            },
            TimeSpan.FromSeconds(20), "the circuit opens");

        Assert.Equal("closed", await CircuitOfAsync("users"));
        Assert.Equal("users", await gateway.Client.GetStringAsync("/api/legacy/users/7"));
        Assert.Equal("monolith", await gateway.Client.GetStringAsync("/api/legacy/invoices/3"));

        async Task<string?> CircuitOfAsync(string name) => (await gateway.StatusAsync()).GetProperty("routes").EnumerateArray()
            .Single(route => route.GetProperty("name").GetString() == name).GetProperty("targets")[0].GetProperty("circuit").GetString();
    }

    private static async Task GoesByThePageAsync(HttpClient client, MigratedServices services)
    {
        var rows = MigrationDoc.Rows("decomposition");
        Assert.Equal(5, rows.Count);
        foreach (var row in rows)
            await GoesAsync(client, row[0], new[] { services.Monolith, services.V1, services.V2 }.Single(service => service.Name == row[1]), row[2]);
    }

    private static async Task GoesAsync(HttpClient client, string path, Upstream to, string forwarded)
    {
        to.Forget();
        Assert.Equal(to.Name, await client.GetStringAsync(path));
        Assert.Equal(forwarded, Assert.Single(to.Received).Target);
    }
}
