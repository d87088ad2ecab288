using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Gateway.Tests.Distributed.Topologies;

namespace Gateway.Tests.Distributed;

public sealed class ForwardingTests(SharedTopology topology) : SharedTopologyTest(topology)
{
    [Theory]
    [InlineData(Coredinator, "/api/agents/", HttpStatusCode.OK)]
    [InlineData(Coredinator, "/api/io/nobody/status", HttpStatusCode.NotFound)]
    [InlineData(Coredinator, "/", HttpStatusCode.TemporaryRedirect)]
    [InlineData(CoreTelemetry, "/api/data/agent_one/metrics", HttpStatusCode.OK)]
    [InlineData(CoreTelemetry, "/api/data/nobody?metric=reward", HttpStatusCode.NotFound)]
    [InlineData(CoreTelemetry, "/api/data/agent_one", HttpStatusCode.UnprocessableEntity)]
    [InlineData(CoreTelemetry, "/", HttpStatusCode.TemporaryRedirect)]
    public async Task What_a_service_answers_reaches_the_client_as_it_is_but_for_a_redirects_prefix(string name, string path, HttpStatusCode status)
    {
        var service = Topology.Service(name);
        using var direct = await service.Client.GetAsync(path);
        using var forwarded = await Gateway.GetAsync(service.Prefix + path);

        Assert.Equal(status, forwarded.StatusCode);
        Assert.Equal(direct.StatusCode, forwarded.StatusCode);
        Assert.Equal(await direct.Content.ReadAsStringAsync(), await forwarded.Content.ReadAsStringAsync());
        Assert.Equal(direct.Content.Headers.ContentType, forwarded.Content.Headers.ContentType);

        // A redirect is the client's to follow, so it leads to the gateway.
        var location = direct.Headers.Location?.OriginalString;
        Assert.Equal(location is null ? null : service.Prefix + location, forwarded.Headers.Location?.OriginalString);
    }

    [Theory]
    [InlineData(Coredinator)]
    [InlineData(CoreTelemetry)]
    public async Task Repeated_query_keys_arrive_as_they_were_sent(string name)
    {
        const string Query = "metric=reward&metric=temperature&x=&y=%20%2B+&metric=reward";
        var service = Topology.Service(name);

        using var response = await Gateway.GetAsync($"{service.Prefix}/api/io/?{Query}");

        Assert.Equal(Query, Assert.Single(await service.RequestsAsync("/api/io/")).GetProperty("query").GetString());
    }

    [Fact]
    public async Task A_post_with_a_body_has_its_effect_on_coredinator()
    {
        var file = Path.Combine(Directory.CreateTempSubdirectory("gateway-test-").FullName, "posted_agent.yaml");
        await File.WriteAllTextAsync(file, "agent: {}");
        try
        {
            using var started = await Gateway.PostAsJsonAsync("/api/v1/coredinator/api/agents/start", new { config_path = file });
            Assert.Equal(HttpStatusCode.OK, started.StatusCode);
            Assert.Equal("\"posted_agent\"", await started.Content.ReadAsStringAsync());

            var status = await Gateway.GetFromJsonAsync<JsonElement>("/api/v1/coredinator/api/agents/posted_agent/status");
            Assert.Equal("running", status.GetProperty("state").GetString());
            Assert.Contains("posted_agent", await Topology.Coredinator.Client.GetFromJsonAsync<string[]>("/api/agents/") ?? []);

            using var stopped = await Gateway.PostAsync("/api/v1/coredinator/api/agents/posted_agent/stop", content: null);
            Assert.Equal("null", await stopped.Content.ReadAsStringAsync());
        }
        finally
        {
            Directory.Delete(Path.GetDirectoryName(file)!, recursive: true);
        }
    }

    [Fact]
    public async Task A_post_with_a_body_has_its_effect_on_coretelemetry()
    {
        var before = await Gateway.GetFromJsonAsync<JsonElement>("/api/v1/coretelemetry/api/config/db");
        using var changed = await Gateway.PostAsJsonAsync("/api/v1/coretelemetry/api/config/db", new { db_name = "posted", ip = "localhost" });
        Assert.Equal(HttpStatusCode.OK, changed.StatusCode);

        var after = await Topology.CoreTelemetry.Client.GetFromJsonAsync<JsonElement>("/api/config/db");
        Assert.Equal("posted", after.GetProperty("db_name").GetString());

        using var restored = await Gateway.PostAsJsonAsync("/api/v1/coretelemetry/api/config/db", before);
        Assert.Equal(HttpStatusCode.OK, restored.StatusCode);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"config_path":["not","a","path"]}""")]
    [InlineData("{broken")]
    public async Task A_post_that_does_not_fit_the_schema_gets_the_services_own_422(string body)
    {
        using StringContent direct = new(body, Encoding.UTF8, "application/json"), forwarded = new(body, Encoding.UTF8, "application/json");
        using var expected = await Topology.Coredinator.Client.PostAsync("/api/agents/start", direct);
        using var actual = await Gateway.PostAsync("/api/v1/coredinator/api/agents/start", forwarded);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, actual.StatusCode);
        Assert.Contains("\"detail\":[", await actual.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(await expected.Content.ReadAsStringAsync(), await actual.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task A_large_body_arrives_whole()
    {
        using ByteArrayContent body = new(new byte[3_000_000]);

        using var response = await Gateway.PostAsync("/api/v1/coretelemetry/api/nowhere", body);

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Equal(3_000_000, Assert.Single(await Topology.CoreTelemetry.RequestsAsync("/api/nowhere")).GetProperty("bodyLength").GetInt64());
    }

    [Fact]
    public async Task Other_methods_are_refused_with_what_is_allowed()
    {
        using var response = await Gateway.DeleteAsync("/api/v1/coredinator/api/agents/");

        Assert.Equal(HttpStatusCode.MethodNotAllowed, response.StatusCode);
        Assert.Equal(["GET", "POST"], response.Content.Headers.Allow.Order());
        Assert.Empty(await Topology.Coredinator.RequestsAsync("/api/agents/"));
    }
}
