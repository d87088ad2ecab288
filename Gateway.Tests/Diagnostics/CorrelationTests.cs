using Gateway.Tests.Harness;

namespace Gateway.Tests.Diagnostics;

public sealed class CorrelationTests
{
    private const string Header = "X-Correlation-ID";

    [Fact]
    public async Task The_clients_id_is_forwarded_and_returned()
    {
        await using var upstream = await Upstream.StartAsync();
        await using var gateway = await GatewayInstance.StartAsync(GatewayConfig.Route(upstream.Address));

        Assert.Equal("order-7:a", await SendAsync(gateway, "/api/x", "order-7:a"));

        Assert.Equal("order-7:a", Assert.Single(upstream.Received).Header(Header));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("a b")]
    [InlineData("<script>")]
    public async Task Without_a_sane_one_an_id_is_made(string? sent)
    {
        await using var upstream = await Upstream.StartAsync();
        await using var gateway = await GatewayInstance.StartAsync(GatewayConfig.Route(upstream.Address));

        var returned = await SendAsync(gateway, "/api/x", sent);

        Assert.Matches("^[0-9a-f]{32}$", returned);
        Assert.Equal(returned, Assert.Single(upstream.Received).Header(Header));
    }

    [Fact]
    public async Task In_a_trace_of_the_clients_it_is_the_traces_id_which_an_error_names_too()
    {
        const string Trace = "4bf92f3577b34da6a3ce929d0e0e4736";
        await using var gateway = await GatewayInstance.StartAsync(GatewayConfig.Route($"http://127.0.0.1:{Ports.Free()}", "\"MaxRetries\": 0"));
        using HttpRequestMessage request = new(HttpMethod.Get, "/api/x") { Headers = { { "traceparent", $"00-{Trace}-00f067aa0ba902b7-01" } } };
        using var response = await gateway.Client.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(Trace, Assert.Single(response.Headers.GetValues(Header)));
        Assert.Contains($"\"traceId\":\"{Trace}\"", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/nowhere")]
    [InlineData("/api/refused")]
    [InlineData("/health")]
    public async Task Errors_and_own_answers_carry_it_too(string path)
    {
        await using var gateway = await GatewayInstance.StartAsync(GatewayConfig.Route($"http://127.0.0.1:{Ports.Free()}", "\"MaxRetries\": 0"));

        Assert.Equal("mine", await SendAsync(gateway, path, "mine"));
    }

    private static async Task<string?> SendAsync(GatewayInstance gateway, string path, string? id)
    {
        using HttpRequestMessage request = new(HttpMethod.Get, path);
        if (id is not null)
            request.Headers.TryAddWithoutValidation(Header, id);
        using var response = await gateway.Client.SendAsync(request);
        return response.Headers.TryGetValues(Header, out var values) ? string.Join(", ", values) : null;
    }
}
