using System.Net;
using Gateway.Tests.Harness;

namespace Gateway.Tests.Matching;

/// <summary>The host of a request, in every form in which it comes.</summary>
public sealed class HostMatchTests
{
    [Theory]
    [InlineData("api.example.com", "Host: api.example.com", true)]
    [InlineData("api.example.com", "Host: API.Example.COM:8080", true)]
    [InlineData("API.example.com", "Host: api.example.com.", true)]
    [InlineData("xn--bcher-kva.example", "Host: XN--bcher-kva.example:8080", true)]
    [InlineData("xn--bcher-kva.example", "Host: xn--bcher-kva.example", true)]
    [InlineData("*.example.org", "Host: xn--bcher-kva.example.org", true)]
    [InlineData("*.example.org", "Host: xn--zzzzz-.example.org", true)]
    [InlineData("api.example.com", "Host: xn--zzzzz-.example.org", false)]
    [InlineData("api.example.com", "Host: api.example.com.evil.org", false)]
    [InlineData("api.example.com", "Host: xapi.example.com", false)]
    [InlineData("api.example.com", "Host:", false)]
    [InlineData("*.example.org", "Host: a.example.org:443", true)]
    [InlineData("*.example.org", "Host: a.b.EXAMPLE.org", true)]
    [InlineData("*.example.org", "Host: example.org", false)]
    [InlineData("*.example.org", "Host: badexample.org", false)]
    [InlineData("[2001:db8::1]", "Host: [2001:DB8::1]", true)]
    [InlineData("[2001:db8::1]", "Host: [2001:db8::1]:8001", true)]
    [InlineData("[2001:db8::1]", "Host: [2001:db8::2]", false)]
    [InlineData("[2001:db8::1]", "Host: [2001:0DB8:0::0001]:80", true)]
    [InlineData("[::ffff:192.0.2.1]", "Host: [::ffff:c000:201]", true)]
    [InlineData("[::1]", "Host: [::2]", false)]
    [InlineData("[::1]", "Host: 127.0.0.1", false)]
    [InlineData("192.0.2.1", "Host: 192.0.2.1:80", true)]
    [InlineData("api.example.com", "Host: api.example.com..", false)]
    [InlineData("api.example.com", "Host: .api.example.com", false)]
    [InlineData("*.example.org", "Host: a.example.org..", false)]
    [InlineData("*.example.org", "Host: .example.org", false)]
    [InlineData("*.example.org", "Host: ..example.org", false)]
    [InlineData("*.example.org", "Host: a..example.org", false)]
    [InlineData("*.example.org", "Host: .a.example.org", false)]
    [InlineData("*.example.org", "Host: a..b.example.org", false)]
    public async Task Hosts_are_compared_without_port_and_case(string host, string fields, bool fits) =>
        await MatchedRoutes.AssertFitsAsync($$"""{ "Hosts": ["other.example", "{{host}}"] }""", "/x", fields, fits);

    [Fact]
    public async Task Over_HTTP2_the_authority_is_the_host()
    {
        await using var upstream = await Upstream.StartAsync();
        await using var gateway = await Http2Gateway.StartAsync(MatchedRoutes.Section(
            upstream.Address, ("m", """ "Path": "/{**path}", "Match": { "Hosts": ["api.example.com"], "Headers": { "X-Tester": "yes" } } """), ("rest", "\"Path\": \"/{**path}\"")));
        using var client = Http2Gateway.Client(gateway);

        foreach (var (host, route) in ((string, string)[])[("API.example.com:80", "m"), ("www.example.com", "rest")])
            Assert.Equal(route, await RouteOfAsync(client, host));

        static async Task<string> RouteOfAsync(HttpClient client, string host)
        {
            using HttpRequestMessage request = new(HttpMethod.Get, "/x") { Version = HttpVersion.Version20, VersionPolicy = HttpVersionPolicy.RequestVersionExact };
            request.Headers.Host = host;
            request.Headers.Add("x-tester", "yes");
            using var response = await client.SendAsync(request);
            return Assert.Single(response.Headers.GetValues("X-Route"));
        }
    }

    [Fact]
    public async Task In_absolute_form_the_targets_host_counts()
    {
        await using var routes = await MatchedRoutes.StartAsync(("m", "\"Path\": \"/{**path}\", \"Match\": { \"Hosts\": [\"h\"] }"), ("rest", "\"Path\": \"/{**path}\""));

        Assert.Equal("m", await routes.TakesAsync("http://h/x", "Host: h"));
        Assert.Equal("rest", await routes.TakesAsync("http://i/x", "Host: i"));
    }
}
