using System.Collections.Concurrent;
using Gateway.Tests.Harness;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Gateway.Tests.Diagnostics;

public sealed class RedactionTests
{
    [Fact]
    public async Task No_credential_cookie_or_query_reaches_a_log_and_no_upstream_address_a_client()
    {
        using Recorder log = new();
        var port = Ports.Free();
        await using var gateway = await GatewayInstance.StartAsync(
            GatewayConfig.Route($"http://127.0.0.1:{port}/secret-base", "\"MaxRetries\": 1"),
            builder => builder.Logging.SetMinimumLevel(LogLevel.Information).AddFilter("Microsoft", LogLevel.Warning).Services.AddSingleton<ILoggerProvider>(log));
        using HttpRequestMessage request = new(HttpMethod.Get, "/api/x?api_key=s3cr3t-query");
        request.Headers.Add("Authorization", "Bearer s3cr3t-token");
        request.Headers.Add("Cookie", "session=s3cr3t-cookie");

        using var response = await gateway.Client.SendAsync(request);
        var body = await response.Content.ReadAsStringAsync();

        Assert.NotEmpty(log.Lines);
        Assert.DoesNotContain(log.Lines, line => line.Contains("s3cr3t", StringComparison.Ordinal));
        Assert.DoesNotContain($"{port}", body + response.Headers, StringComparison.Ordinal);
        Assert.DoesNotContain("secret-base", body + response.Headers, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cr3t", body + response.Headers, StringComparison.Ordinal);
    }

    private sealed class Recorder : ILoggerProvider, ILogger
    {
        public ConcurrentQueue<string> Lines { get; } = new();

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Lines.Enqueue($"{formatter(state, exception)} {exception}");

        public void Dispose()
        {
        }
    }
}
