using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Logging;

namespace Gateway.Tests.Harness;

/// <summary>Keeps what a gateway logs.</summary>
internal sealed class LogLines : ILoggerProvider, ILogger
{
    private readonly ConcurrentQueue<string> _lines = new();

    private int _exceptions;

    public IReadOnlyCollection<string> Lines => _lines;

    /// <summary>Lines with an exception, whose stack trace a logger would write.</summary>
    public int Exceptions => Volatile.Read(ref _exceptions);

    public void AddTo(WebApplicationBuilder builder) => builder.Logging.AddProvider(this);

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        Keep($"{logLevel} {formatter(state, exception)}", exception);

    private void Keep(string line, Exception? exception)
    {
        _lines.Enqueue(line);
        if (exception is not null)
            Interlocked.Increment(ref _exceptions);
    }

    public void Dispose()
    {
    }
}
