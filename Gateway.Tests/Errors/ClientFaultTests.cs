using Gateway.Tests.Harness;

namespace Gateway.Tests.Errors;

/// <summary>What a client does wrong never counts against a target.</summary>
public sealed class ClientFaultTests
{
    private const int Times = 8;

    // So sensitive that a single failure would open the circuit.
    private const string Sensitive = "\"CircuitBreaker\": { \"MinimumThroughput\": 1 }";

    [Fact]
    public async Task A_client_that_goes_away_before_the_answer()
    {
        var gone = 0;
        await using var upstream = await Upstream.StartAsync(answer: async context =>
        {
            try
            {
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted);
            }
            catch (OperationCanceledException)
            {
                Interlocked.Increment(ref gone);
            }
        });
        await using var gateway = await GatewayInstance.StartAsync(GatewayConfig.Route(upstream.Address, Sensitive));

        for (var i = 1; i <= Times; i++)
        {
            using var client = await RawClient.ConnectAsync(gateway.Address);
            await client.SendAsync("GET /api/ HTTP/1.1\r\nHost: a\r\n\r\n");
            await Eventually.BecomesTrueAsync(() => upstream.Received.Count == i, TimeSpan.FromSeconds(20), "the upstream has the request");
            client.Reset();
        }

        // The upstream is told, too.
        await Eventually.BecomesTrueAsync(() => Volatile.Read(ref gone) == Times, TimeSpan.FromSeconds(10), "the upstream learns that nobody waits");
        await AssertNoFailureAsync(gateway);
    }

    [Fact]
    public async Task A_client_that_goes_away_within_the_answer()
    {
        await using var upstream = await Upstream.StartAsync(answer: async context =>
        {
            while (!context.RequestAborted.IsCancellationRequested)
                await context.Response.Body.WriteAsync(new byte[16 * 1024], context.RequestAborted);
        });
        await using var gateway = await GatewayInstance.StartAsync(GatewayConfig.Route(upstream.Address, Sensitive));

        for (var i = 0; i < Times; i++)
        {
            using var client = await RawClient.ConnectAsync(gateway.Address);
            await client.SendAsync("GET /api/ HTTP/1.1\r\nHost: a\r\n\r\n");
            await client.ReadUntilAsync(text => text.Length > 1000);
            client.Reset();
        }

        await AssertNoFailureAsync(gateway);
    }

    [Theory]
    [InlineData("PUT", "Content-Length: 1000000", "abc")]
    [InlineData("PUT", "Content-Length: 100", "abc")]
    [InlineData("POST", "Content-Length: 1000000", "abc")]
    [InlineData("POST", "Transfer-Encoding: chunked", "3\r\nabc\r\n")]
    public async Task An_upload_that_is_aborted(string method, string framing, string beginning)
    {
        await using var upstream = await Upstream.StartAsync(answer: context => context.Request.Body.CopyToAsync(Stream.Null, context.RequestAborted));
        await using var gateway = await GatewayInstance.StartAsync(GatewayConfig.Route(upstream.Address, Sensitive));

        for (var i = 0; i < Times; i++)
        {
            using var client = await RawClient.ConnectAsync(gateway.Address);
            await client.SendAsync($"{method} /api/ HTTP/1.1\r\nHost: a\r\n{framing}\r\n\r\n{beginning}");
            if (method == "POST")
                await Eventually.BecomesTrueAsync(() => upstream.Received.Count > i, TimeSpan.FromSeconds(20), "the upload is under way");
            client.Reset();
        }

        await AssertNoFailureAsync(gateway, method == "POST" ? Times : 0);
        using var response = await gateway.Client.GetAsync("/api/");
        Assert.Equal(200, (int)response.StatusCode);
    }

    [Fact]
    public async Task An_upload_that_is_aborted_is_no_error_of_the_server()
    {
        LogLines log = new();
        await using var upstream = await Upstream.StartAsync();
        await using var gateway = await GatewayInstance.StartAsync(GatewayConfig.Route(upstream.Address), log.AddTo);

        // Many at once, because Kestrel usually learns of the reset in another way before it reads the rest of the body.
        for (var round = 0; round < 50; round++)
        {
            var clients = await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => RawClient.ConnectAsync(gateway.Address)));
            await Task.WhenAll(clients.Select(client => client.SendAsync($"PUT /api/ HTTP/1.1\r\nHost: a\r\nContent-Length: 60000\r\n\r\nabc")));
            foreach (var client in clients)
            {
                client.Reset();
                client.Dispose();
            }
        }

        await AssertNoFailureAsync(gateway, 0);
        Assert.Equal([], log.Lines.Where(line => !line.StartsWith("Information", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_upload_over_Http2_that_is_aborted_is_no_error_of_the_server(bool isReset)
    {
        LogLines log = new();
        await using var upstream = await Upstream.StartAsync(answer: context => context.Request.Body.CopyToAsync(Stream.Null, context.RequestAborted));
        await using var gateway = await Http2Gateway.StartAsync(GatewayConfig.Route(upstream.Address, Sensitive), configure: log.AddTo);

        for (var i = 1; i <= Times; i++)
        {
            await using var client = await RawHttp2Client.ConnectAsync(gateway.Address);
            await client.TrySendAsync(
            [
                .. Http2Frame.Write(Http2Frame.HeadersType, Http2Frame.EndHeaders, 1, Http2Frame.RequestFields("/api/", "POST")),
                .. Http2Frame.Write(Http2Frame.DataType, 0, 1, new byte[1000]),
            ]);
            await Eventually.BecomesTrueAsync(() => upstream.Received.Count == i, TimeSpan.FromSeconds(20), "the upload is under way");
            if (isReset)
                await client.TrySendAsync(Http2Frame.Reset(1));
        }

        using var other = Http2Gateway.Client(gateway);
        await AssertNoFailureAsync(gateway, client: other);
        Assert.Equal([], log.Lines.Where(line => line.StartsWith("Error", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("PUT")]
    [InlineData("POST")]
    public async Task A_body_whose_chunks_are_rubbish_is_400(string method)
    {
        await using var upstream = await Upstream.StartAsync(answer: context => context.Request.Body.CopyToAsync(Stream.Null, context.RequestAborted));
        await using var gateway = await GatewayInstance.StartAsync(GatewayConfig.Route(upstream.Address, Sensitive));

        var answer = await RawClient.ExchangeAsync(gateway.Address, $"{method} /api/ HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\nrubbish\r\n\r\n");

        Assert.StartsWith("HTTP/1.1 400", answer, StringComparison.Ordinal);
        Assert.Contains("X-CoreRL-Version: 0.0.1", answer, StringComparison.Ordinal);
        await AssertNoFailureAsync(gateway, 0);
    }

    [Theory]
    [InlineData("PUT")]
    [InlineData("POST")]
    public async Task A_body_larger_than_the_gateway_takes_is_413(string method)
    {
        await using var upstream = await Upstream.StartAsync(answer: context => context.Request.Body.CopyToAsync(Stream.Null, context.RequestAborted));
        await using var gateway = await GatewayInstance.StartAsync(
            GatewayConfig.Route(upstream.Address, Sensitive),
            builder => Microsoft.AspNetCore.Hosting.WebHostBuilderKestrelExtensions.ConfigureKestrel(builder.WebHost, kestrel => kestrel.Limits.MaxRequestBodySize = 1000));

        var answer = await RawClient.ExchangeAsync(gateway.Address, $"{method} /api/ HTTP/1.1\r\nHost: a\r\nContent-Length: 1001\r\nConnection: close\r\n\r\n{new string('x', 1001)}");

        Assert.StartsWith("HTTP/1.1 413", answer, StringComparison.Ordinal);
        await AssertNoFailureAsync(gateway, 0);
    }

    private static async Task AssertNoFailureAsync(GatewayInstance gateway, int requests = Times, HttpClient? client = null)
    {
        var status = await TargetStatus.WhenIdleAsync(gateway, requests, client);
        Assert.Equal((0, "closed"), (status.Failures, status.Circuit));
    }
}
