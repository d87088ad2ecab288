using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Gateway.Tests.Distributed.Topologies;

/// <summary>Keeps what a topology and its services have written, to be shown when it does not start.</summary>
internal sealed class KeptLogs : ILoggerProvider
{
    private readonly ConcurrentQueue<string> _lines = new();

    public ILogger CreateLogger(string categoryName) => new Logger(_lines, categoryName);

    public override string ToString() => string.Join(Environment.NewLine, _lines);

    public void Dispose()
    {
        // The lines are still of use.
    }

    private sealed class Logger(ConcurrentQueue<string> lines, string category) : ILogger
    {
        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            lines.Enqueue($"{category}: {formatter(state, exception)} {exception}".TrimEnd());

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;
    }
}
