using Gateway.Proxy.Configuration;
using Gateway.Proxy.Settings;
using Microsoft.Extensions.Configuration;

namespace Gateway.Tests.Settings;

public sealed class BuiltInRouteTests
{
    private const string Orders = "\"orders\": { \"Path\": \"/orders\", \"Targets\": \"http://orders\" }";

    // The file given by --config, and the routes that there are then.
    public static TheoryData<string?, string[]> Given => new()
    {
        { null, ["coredinator", "coretelemetry"] },
        { "{}", ["coredinator", "coretelemetry"] },
        { """{ "DrainDelay": "00:00:01" }""", ["coredinator", "coretelemetry"] },
        { """{ "Routes": {} }""", ["coredinator", "coretelemetry"] },
        { $$"""{ "Routes": { {{Orders}} } }""", ["orders"] },
        { $$"""{ "BuiltInRoutes": true, "Routes": { {{Orders}} } }""", ["coredinator", "coretelemetry", "orders"] },
        { $$"""{ "BuiltInRoutes": null, "Routes": { {{Orders}} } }""", ["orders"] },
        { """{ "BuiltInRoutes": false }""", [] },
        { """{ "Routes": { "coredinator": null } }""", ["coretelemetry"] },
        { $$"""{ "BuiltInRoutes": true, "Routes": { "coretelemetry": null, {{Orders}} } }""", ["coredinator", "orders"] },
        { """{ "Routes": { "coredinator": { "Path": "/mine", "Targets": "http://mine" } } }""", ["coredinator"] },
    };

    [Theory]
    [MemberData(nameof(Given))]
    public void They_are_there_unless_the_given_file_names_routes(string? given, string[] names) =>
        Assert.Equal(names, Read(FileRole.BuiltIn, given).Routes.Select(route => route.Name).Order(StringComparer.Ordinal));

    [Theory]
    [InlineData("")]
    [InlineData("\"BuiltInRoutes\": true,")]
    public void Single_keys_of_them_can_be_changed(string key)
    {
        var settings = Read(FileRole.BuiltIn, $$"""{ {{key}} "Routes": { "coredinator": { "Timeouts": { "Read": "00:01:00" } } } }""");

        var route = settings.Routes.Single(route => route.Name == "coredinator");
        Assert.Equal((TimeSpan.FromMinutes(1), TimeSpan.FromSeconds(10), "/api/healthcheck"), (route.Timeouts.Read, route.Timeouts.Write, route.HealthCheckPath));
    }

    // The section is stated whole, so nothing of it comes from Defaults.
    [Fact]
    public void They_have_time_limits_and_connection_limits_of_their_own()
    {
        var settings = Read(FileRole.BuiltIn, """
            { "Defaults": {
                "Timeouts": { "Connect": "00:00:01", "Read": "00:00:01", "Write": "00:00:01", "Pool": "00:00:01", "StreamIdle": "00:00:01" },
                "Connections": { "Max": 7, "MaxIdle": 7, "IdleTimeout": "00:00:07", "Lifetime": "00:00:07", "MaxPerClient": 7 } } }
            """);

        Assert.Equal(["coredinator", "coretelemetry"], settings.Routes.Select(route => route.Name).Order(StringComparer.Ordinal));
        Assert.All(settings.Routes, route => Assert.Equal(
            new()
            {
                Connect = TimeSpan.FromSeconds(5),
                Read = TimeSpan.FromSeconds(30),
                Write = TimeSpan.FromSeconds(10),
                Pool = TimeSpan.FromSeconds(5),
                StreamIdle = TimeSpan.FromMinutes(5),
            },
            route.Timeouts));
        Assert.All(settings.Routes, route => Assert.Equal(
            new() { Max = 50, MaxIdle = 20, IdleTimeout = TimeSpan.FromSeconds(30), Lifetime = TimeSpan.FromMinutes(2), MaxPerClient = null },
            route.Connections));
    }

    [Fact]
    public void Routes_of_the_applications_own_files_stand_beside_them() =>
        Assert.Equal(3, GatewaySettingsReader.Read(Sources(FileRole.BuiltIn, (FileRole.Application, $$"""{ "Routes": { {{Orders}} } }"""))).Routes.Count);

    [Theory]
    [InlineData("{}", 0)]
    [InlineData("{ \"BuiltInRoutes\": true }", 2)]
    public void In_an_application_of_ones_own_they_are_there_only_if_asked_for(string file, int count) =>
        Assert.Equal(count, GatewaySettingsReader.Read(Sources(FileRole.BuiltInOnRequest, (FileRole.Application, file))).Routes.Count);

    // A target "http://coredinator:8080" of the user's own must not go to this machine.
    [Theory]
    [InlineData(null, true)]
    [InlineData("{}", true)]
    [InlineData("""{ "Routes": { "orders": { "Path": "/orders", "Targets": "http://coredinator:8080" } } }""", false)]
    [InlineData("""{ "BuiltInRoutes": true, "Routes": { "orders": { "Path": "/orders", "Targets": "http://coredinator:8080" } } }""", true)]
    [InlineData("""{ "BuiltInRoutes": false }""", false)]
    public void The_addresses_of_their_services_are_known_while_they_are_there(string? given, bool areKnown)
    {
        var configuration = given is null ? Sources(FileRole.BuiltIn) : Sources(FileRole.BuiltIn, (FileRole.Given, given));

        Assert.Equal(areKnown, configuration["services:coredinator:http:0"] == "http://localhost:7000");
        Assert.Equal(areKnown, configuration.GetSection("services").GetChildren().Any());
    }

    [Fact]
    public void The_addresses_follow_a_change()
    {
        var configuration = Sources(FileRole.BuiltIn);
        Assert.NotNull(configuration["services:coretelemetry:http:0"]);

        configuration.AddInMemoryCollection([new("Gateway:BuiltInRoutes", "false")]);
        Assert.Null(configuration["services:coretelemetry:http:0"]);

        configuration.AddInMemoryCollection([new("Gateway:BuiltInRoutes", "true")]);
        Assert.NotNull(configuration["services:coretelemetry:http:0"]);
    }

    private static GatewaySettings Read(FileRole role, string? given) =>
        GatewaySettingsReader.Read(given is null ? Sources(role) : Sources(role, (FileRole.Given, given)));

    private static ConfigurationManager Sources(FileRole role, params (FileRole Role, string Section)[] files)
    {
        ConfigurationManager configuration = new();
        foreach (var file in files)
            ((IConfigurationBuilder)configuration).Add(new NamedRole(file.Role, $$"""{ "Gateway": {{file.Section}} }"""));
        configuration.AddBuiltInRoutes(role);
        return configuration;
    }

    /// <summary>A file of some role, from a text.</summary>
    private sealed class NamedRole(FileRole role, string json) : IConfigurationSource
    {
        public IConfigurationProvider Build(IConfigurationBuilder builder) => new JsonTextProvider("given.json", json, role);
    }
}
