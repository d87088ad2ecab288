using System.Text;
using Gateway.Tests.Configuration;
using Microsoft.Extensions.Configuration;

namespace Gateway.Tests.Routes;

public sealed class InheritanceTests
{
    [Fact]
    public void A_route_inherits_what_it_does_not_say_key_by_key()
    {
        var routes = ConfigText.Read("""
            {
              "Defaults": { "Timeout": "00:00:07", "MaxRetries": 1, "Timeouts": { "Connect": "00:00:01", "Read": "00:00:02" }, "Retry": { "Statuses": [500, 501] }, "HealthCheckPath": "/up" },
              "Routes": {
                "a": { "Path": "/a", "Targets": "http://t", "MaxRetries": 2, "Timeouts": { "Read": "00:00:09" }, "Retry": { "Statuses": [599] } },
                "b": { "Path": "/b", "Targets": "http://t", "HealthCheckPath": null }
              }
            }
            """).Routes;

        Assert.Equal((TimeSpan.FromSeconds(7), 2), (routes[0].Timeout, routes[0].MaxRetries));
        Assert.Equal(new AttemptTimeouts { Connect = TimeSpan.FromSeconds(1), Read = TimeSpan.FromSeconds(9) }, routes[0].Timeouts);
        Assert.Equal([599], routes[0].Retry.Statuses);
        Assert.Equal("/up", routes[0].HealthCheckPath);
        Assert.Equal((1, (string?)null), (routes[1].MaxRetries, routes[1].HealthCheckPath));
        Assert.Equal([500, 501], routes[1].Retry.Statuses);
    }

    [Fact]
    public void Headers_to_set_are_added_to_those_inherited_and_null_takes_one_back()
    {
        var route = Assert.Single(ConfigText.Read("""
            {
              "Defaults": { "RequestHeaders": { "Set": { "X-A": "1", "X-B": "1", "X-C": "1" }, "Remove": ["X-Old"] } },
              "Routes": { "r": { "Path": "/a", "Targets": "http://t", "RequestHeaders": { "Set": { "x-b": "2", "X-C": null, "X-D": "2" } } } }
            }
            """).Routes);

        Assert.Equal([("X-A", "1"), ("X-B", "2"), ("X-D", "2")], route.RequestHeaders.Set.Select(header => (header.Key, header.Value)).Order());
        Assert.Equal(["X-Old"], route.RequestHeaders.Remove);
    }

    [Theory]
    [InlineData("\"http://a:1/base\"", "a:1=http://a:1/base*1")]
    [InlineData("[\"http://a\", \"https://b:8443\"]", "a=http://a/*1 b:8443=https://b:8443/*1")]
    [InlineData("[{ \"Address\": \"http://a\" }, { \"Name\": \"new\", \"Address\": \"http://a\" }]", "a=http://a/*1 new=http://a/*1")]
    [InlineData("[\"http://a\", { \"Name\": \"new\", \"Address\": \"http://[::1]:80\", \"Weight\": 1 }]", "a=http://a/*1 new=http://[::1]/*1")]
    public void Targets_are_a_text_a_list_of_texts_or_a_list_of_objects(string targets, string expected)
    {
        var route = Assert.Single(ConfigText.Read($$"""{ "Routes": { "r": { "Path": "/a", "Targets": {{targets}} } } }""").Routes);

        Assert.Equal(expected, string.Join(' ', route.Targets.Select(target => $"{target.Name}={target.Address}*{target.Weight}")));
    }

    [Theory]
    [InlineData("\"http://a\"", "[{ \"Address\": \"http://b\" }, \"http://c\"]", "b c")]
    [InlineData("[\"http://a\", \"http://b\", \"http://c\"]", "[\"http://d\"]", "d")]
    [InlineData("[\"http://a\", \"http://b\"]", "\"http://d\"", "d")]
    public void A_later_files_list_takes_the_place_of_an_earlier_one(string earlier, string later, string expected)
    {
        static string File(string targets) => $$"""{ "Gateway": { "Routes": { "r": { "Path": "/a", "Targets": {{targets}} } } } }""";

        var route = Assert.Single(ConfigText.ReadFiles(File(earlier), File(later), """{ "Gateway": { "Routes": { "r": { "MaxRetries": 1 } } } }""").Routes);

        Assert.Equal((expected, 1), (string.Join(' ', route.Targets.Select(target => target.Name)), route.MaxRetries));
    }

    [Fact]
    public void An_environment_variable_changes_one_value_of_a_files_list()
    {
        var configuration = new ConfigurationBuilder()
            .AddJsonStream(new MemoryStream(Encoding.UTF8.GetBytes("""
                { "Gateway": { "Routes": { "r": { "Path": "/a", "LoadBalancing": "Weighted", "Targets": [ { "Address": "http://a", "Weight": 70 }, { "Address": "http://b", "Weight": 30 } ] } } } }
                """)))
            .AddInMemoryCollection([new("Gateway:Routes:r:Targets:1:Weight", "50")]).Build();

        Assert.Equal([70, 50], Proxy.Settings.GatewaySettingsReader.Read(configuration).Routes[0].Targets.Select(target => target.Weight));
    }

    [Fact]
    public void Routes_whose_names_are_numbers_are_not_a_list() =>
        Assert.Equal(2, ConfigText.ReadFiles(
            """{ "Gateway": { "Routes": { "0": { "Path": "/a", "Targets": "http://t" }, "1": { "Path": "/b", "Targets": "http://t" } } } }""",
            """{ "Gateway": { "Routes": { "0": { "MaxRetries": 1 } } } }""").Routes.Count);
}
