using System.Net;
using Gateway.Tests.Harness;

namespace Gateway.Tests.Functional.Forwarding;

public sealed class ForwardingTests
{
    [Fact]
    public async Task Forwards_path_query_and_body_as_they_came()
    {
        await using var upstream = await Upstream.StartAsync("a", async context =>
        {
            context.Response.StatusCode = 201;
            await context.Request.Body.CopyToAsync(context.Response.Body);
        });
        await using var gateway = await GatewayInstance.StartAsync($$"""{ "Routes": { "r": { "Path": "/api/{**path}", "Targets": "{{upstream.Address}}", "StripPath": true } } }""");

        using var response = await gateway.Client.PostAsync("/api/a/b%2Fc/?x=1&x=2&y=%20+", new StringContent("{\"a\":1}"));

        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        Assert.Equal("{\"a\":1}", await response.Content.ReadAsStringAsync());
        Assert.Equal("/a/b%2Fc/?x=1&x=2&y=%20+", Assert.Single(upstream.Received).Target);
    }
}
