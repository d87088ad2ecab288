using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Gateway.Tests.Telemetry;

/// <summary>Keeps the gateway's log with its numbers and fields.</summary>
internal sealed class LogEntries : ILoggerProvider
{
    private readonly ConcurrentQueue<Entry> _all = new();

    public void AddTo(WebApplicationBuilder builder) =>
        builder.Logging.AddFilter("Gateway", LogLevel.Information).Services.AddSingleton<ILoggerProvider>(this);

    public IReadOnlyList<Entry> Of(int id) => [.. _all.Where(entry => entry.Id == id)];

    public ILogger CreateLogger(string categoryName) => new Logger(_all);

    public void Dispose()
    {
    }

    internal sealed record Entry(int Id, LogLevel Level, string Text, IReadOnlyDictionary<string, string?> Fields)
    {
        public string? this[string field] => Fields.GetValueOrDefault(field);
    }

    private sealed class Logger(ConcurrentQueue<Entry> all) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            var fields = state is IReadOnlyList<KeyValuePair<string, object?>> values ? values.ToDictionary(value => value.Key, value => value.Value?.ToString()) : [];
            all.Enqueue(new(eventId.Id, logLevel, formatter(state, exception), fields));
        }
    }
}
