using Gateway.Tests.Harness;

namespace Gateway.Tests.Functional.Forwarding;

public sealed class PathTests
{
    [Theory]
    [InlineData("/api/a%2Fb", "/a%2Fb")]
    [InlineData("/api/a%2fb/c", "/a%2fb/c")]
    [InlineData("/api/a%20b%25c", "/a%20b%25c")]
    [InlineData("/api/%E2%82%AC", "/%E2%82%AC")]
    [InlineData("/api//a//b/", "//a//b/")]
    [InlineData("/api/a+b;c=d", "/a+b;c=d")]
    [InlineData("/api", "/")]
    [InlineData("/api/", "/")]
    [InlineData("/api/a/../b", "/b")]
    [InlineData("/api/a/%2e%2E/b", "/b")]
    [InlineData("/api/x?x=1&x=2&y=%2F%20+&=&z", "/x?x=1&x=2&y=%2F%20+&=&z")]
    [InlineData("/api/x?a=../..&b=//", "/x?a=../..&b=//")]
    [InlineData("/api/x?", "/x?")]
    public async Task The_path_and_the_query_are_forwarded_as_they_were_written(string sent, string expected)
    {
        await using RecordingUpstream upstream = new("HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n");
        await using var gateway = await GatewayInstance.StartAsync(GatewayConfig.Route(upstream.Address));

        var answer = await RawClient.ExchangeAsync(gateway.Address, $"GET {sent} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");

        Assert.StartsWith("HTTP/1.1 204", answer, StringComparison.Ordinal);
        Assert.StartsWith($"GET {expected} HTTP/1.1\r\n", Assert.Single(upstream.Heads), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/api/../secret")]
    [InlineData("/api/%2e%2e/secret")]
    [InlineData("/api/a/../../secret")]
    public async Task Dot_segments_do_not_leave_the_route(string sent)
    {
        await using RecordingUpstream upstream = new("HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n");
        await using var gateway = await GatewayInstance.StartAsync(GatewayConfig.Route(upstream.Address));

        var answer = await RawClient.ExchangeAsync(gateway.Address, $"GET {sent} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");

        Assert.StartsWith("HTTP/1.1 404", answer, StringComparison.Ordinal);
        Assert.Empty(upstream.Heads);
    }

    [Theory]
    [InlineData("/api/..%2Fsecret")]
    [InlineData("/api/a/%2e%2e%2Fsecret")]
    [InlineData("/api/..%5Csecret")]
    public async Task Dot_segments_behind_an_encoded_slash_are_the_clients_fault(string sent)
    {
        await using RecordingUpstream upstream = new("HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n");
        await using var gateway = await GatewayInstance.StartAsync(GatewayConfig.Route(upstream.Address));

        var answer = await RawClient.ExchangeAsync(gateway.Address, $"GET {sent} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");

        Assert.StartsWith("HTTP/1.1 400", answer, StringComparison.Ordinal);
        Assert.Contains("application/problem+json", answer, StringComparison.Ordinal);
        Assert.Empty(upstream.Heads);
        Assert.Equal(0, (await TargetStatus.OfAsync(gateway)).Failures);
    }
}
