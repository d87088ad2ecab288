// Stands in for Aspire.Hosting.ApplicationModel.ResourceLoggerService: what the services have written.
using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace Aspire.Hosting.ApplicationModel;

public class ResourceLoggerService
{
    private const int Kept = 1000;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, Output> _outputs = new(StringComparer.OrdinalIgnoreCase);

    internal ResourceLoggerService()
    {
    }

    public IAsyncEnumerable<IReadOnlyList<LogLine>> WatchAsync(IResource resource) => WatchAsync(resource.Name);

    /// <summary>The lines kept so far (the newest thousand), then each new one.</summary>
    public IAsyncEnumerable<IReadOnlyList<LogLine>> WatchAsync(string resourceName) => Watch(resourceName, default);

    /// <summary>The lines kept so far.</summary>
    public async IAsyncEnumerable<IReadOnlyList<LogLine>> GetAllAsync(string resourceName)
    {
        LogLine[] lines;
        lock (_lock)
            lines = [.. Of(resourceName).Lines];

        await Task.CompletedTask;
        yield return lines;
    }

    internal void Append(string resourceName, string content, bool isErrorMessage)
    {
        lock (_lock)
        {
            var output = Of(resourceName);
            var line = new LogLine(++output.Count, content, isErrorMessage);
            output.Lines.Enqueue(line);
            if (output.Lines.Count > Kept)
                output.Lines.Dequeue();
            foreach (var watcher in output.Watchers)
                watcher.TryWrite([line]);
        }
    }

    private async IAsyncEnumerable<IReadOnlyList<LogLine>> Watch(string resourceName, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var channel = Channel.CreateUnbounded<IReadOnlyList<LogLine>>();
        lock (_lock)
        {
            var output = Of(resourceName);
            if (output.Lines.Count > 0)
                channel.Writer.TryWrite([.. output.Lines]);
            output.Watchers.Add(channel.Writer);
        }

        try
        {
            await foreach (var lines in channel.Reader.ReadAllAsync(cancellationToken))
                yield return lines;
        }
        finally
        {
            lock (_lock)
                Of(resourceName).Watchers.Remove(channel.Writer);
        }
    }

    private Output Of(string resourceName)
    {
        if (!_outputs.TryGetValue(resourceName, out var output))
            output = _outputs[resourceName] = new Output();
        return output;
    }

    private sealed class Output
    {
        public int Count { get; set; }

        public Queue<LogLine> Lines { get; } = new();

        public HashSet<ChannelWriter<IReadOnlyList<LogLine>>> Watchers { get; } = [];
    }
}

public readonly record struct LogLine(int LineNumber, string Content, bool IsErrorMessage);
