using System.Text.Json;
using System.Text.Json.Nodes;
using Gateway.Proxy.Settings;
using Gateway.Tests.Configuration;
using Gateway.Tests.Harness;

namespace Gateway.Tests.Settings;

public sealed class SchemaTests
{
    private static readonly JsonDocumentOptions WithComments = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    // Every setting of a route, and both forms of a target.
    private const string Complete = """
        {
          "VersionHeader": { "Name": "X-CoreRL-Version", "Value": "0.0.1" },
          "DrainDelay": "00:00:05", "DrainTimeout": "00:00:30", "Endpoints": { "Public": ["root", "docs", "health", "status"] }, "TrustedProxies": ["10.0.0.0/8", "::1"],
          "Defaults": { "MaxRetries": 1 },
          "Routes": {
            "orders": {
              "Path": "/api/orders/{**path}", "Methods": ["GET", "POST"],
              "Targets": [
                { "Name": "legacy", "Address": "http://legacy-orders:8080", "Weight": 70 },
                { "Name": "new", "Address": "http://new-orders:8080", "Weight": 30 },
                "https://third/base/"
              ],
              "LoadBalancing": "Weighted", "StripPath": false, "PathRewrite": "/v1/orders/{**path}", "PreserveHost": false,
              "RequestHeaders": { "Set": { "X-Gateway": "on" }, "Remove": ["X-Debug-Info"] },
              "ResponseHeaders": { "Set": {}, "Remove": ["Server"] },
              "Timeout": "00:00:30", "MaxRetries": 3, "HealthCheckPath": "/health",
              "Timeouts": { "Connect": "00:00:05", "Read": "00:00:30", "Write": "00:00:10", "Pool": "00:00:05" },
              "Connections": { "Max": 50, "MaxIdle": 20, "IdleTimeout": "00:00:30" },
              "Retry": { "BaseDelay": "00:00:00.1", "MaxDelay": "00:00:02", "Statuses": [502, 503, 504], "BudgetPercent": 20 },
              "CircuitBreaker": { "Enabled": true, "FailureRatio": 0.5, "MinimumThroughput": 5, "SamplingDuration": "00:00:10", "BreakDuration": "00:00:05", "MaxBreakDuration": "00:01:00" },
              "HealthCheck": { "Interval": "00:00:10", "Timeout": "00:00:02", "UnhealthyThreshold": 2, "HealthyThreshold": 1 }
            },
            "plain": { "Path": "/plain", "Targets": "http://plain", "HealthCheckPath": null }
          }
        }
        """;

    [Fact]
    public async Task The_committed_schema_is_what_the_model_says()
    {
        var file = Repository.File("docs/gateway.schema.json");
        if (Environment.GetEnvironmentVariable("GATEWAY_UPDATE_SCHEMA") == "1")
            await File.WriteAllTextAsync(file, GatewaySchema.Text);

        var committed = (await File.ReadAllTextAsync(file)).ReplaceLineEndings("\n");
        Assert.True(committed == GatewaySchema.Text, "docs/gateway.schema.json is outdated: GATEWAY_UPDATE_SCHEMA=1 dotnet test Gateway.Tests --filter SchemaTests");
    }

    [Theory]
    [InlineData("Gateway.Proxy/appsettings.json")]
    [InlineData("Gateway.Proxy/appsettings.Development.json")]
    [InlineData("Gateway.Proxy/canary.Development.json")]
    [InlineData("Gateway.Proxy/Settings/BuiltInRoutes.json")]
    public async Task The_gateways_own_config_conforms(string path)
    {
        var file = JsonNode.Parse(await File.ReadAllTextAsync(Repository.File(path)), documentOptions: WithComments)!;

        Assert.Empty(SchemaChecker.Check(file, JsonNode.Parse(GatewaySchema.Text)!.AsObject()));
        if ((string?)file["$schema"] is { } schema)
            Assert.True(File.Exists(Repository.File(Path.Combine(Path.GetDirectoryName(path)!, schema))), $"{schema} is not there");
    }

    [Fact]
    public void A_config_with_every_setting_conforms_and_is_valid()
    {
        Assert.Empty(Check(Complete));
        Assert.Equal(2, ConfigText.Read(Complete).Routes.Count);
    }

    [Theory]
    [InlineData("\"Weight\": 70", "\"Weight\": -1", "Targets")]
    [InlineData("\"Weight\": 70", "\"Wieght\": 70", "Targets")]
    [InlineData("\"Address\": \"http://new-orders:8080\"", "\"Address\": \"new-orders:8080\"", "Targets")]
    [InlineData("\"https://third/base/\"", "5", "Targets")]
    [InlineData("\"LoadBalancing\": \"Weighted\"", "\"LoadBalancing\": \"Fair\"", "LoadBalancing")]
    [InlineData("\"MaxRetries\": 3", "\"MaxRetries\": 21", "MaxRetries")]
    [InlineData("\"MaxRetries\": 3", "\"MaxRetires\": 3", "MaxRetires")]
    [InlineData("\"Timeout\": \"00:00:30\"", "\"Timeout\": 30", "Timeout")]
    [InlineData("\"Timeout\": \"00:00:30\"", "\"Timeout\": \"00:30\"", "Timeout")]
    [InlineData("\"StripPath\": false", "\"StripPath\": \"no\"", "StripPath")]
    [InlineData("[502, 503, 504]", "[200]", "Retry:Statuses:0")]
    [InlineData("\"FailureRatio\": 0.5", "\"FailureRatio\": 0", "CircuitBreaker:FailureRatio")]
    [InlineData("\"HealthCheckPath\": \"/health\"", "\"HealthCheckPath\": \"health\"", "HealthCheckPath")]
    [InlineData("\"X-Gateway\": \"on\"", "\"X Gateway\": \"on\"", "RequestHeaders:Set:X Gateway")]
    [InlineData("[\"GET\", \"POST\"]", "[]", "Methods")]
    [InlineData("\"Path\": \"/api/orders/{**path}\",", "", "Path")]
    public void What_is_wrong_does_not_conform_and_is_not_valid_either(string right, string wrong, string path)
    {
        var config = Complete.Replace(right, wrong, StringComparison.Ordinal);

        Assert.Contains($":Gateway:Routes:orders:{path}", Check(config));
        Assert.NotEmpty(ConfigText.Problems(config));
    }

    [Fact]
    public void A_target_of_an_object_is_described_key_by_key()
    {
        var keys = GatewaySchema.Create()["properties"]!["Gateway"]!["properties"]!["Routes"]!["additionalProperties"]!["properties"]!["Targets"]!["anyOf"]![1]!["items"]!["anyOf"]![1]!["properties"]!;

        Assert.Equal((0, 10_000, 1), ((int)keys["Weight"]!["minimum"]!, (int)keys["Weight"]!["maximum"]!, (int)keys["Weight"]!["default"]!));
        Assert.All((string[])["Name", "Address", "Weight"], key => Assert.NotEmpty((string)keys[key]!["description"]!));
    }

    private static IReadOnlyList<string> Check(string gatewaySection) =>
        SchemaChecker.Check(JsonNode.Parse($$"""{ "Gateway": {{gatewaySection}} }"""), JsonNode.Parse(GatewaySchema.Text)!.AsObject());
}
