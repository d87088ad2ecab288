using Gateway.Bench.Running;

namespace Gateway.Bench.Peers;

/// <summary>A proxy that is measured.</summary>
internal abstract class Peer
{
    /// <summary>On the command line.</summary>
    public abstract string Name { get; }

    /// <summary>In the report.</summary>
    public abstract string Title { get; }

    /// <summary>Whether it stands beside the others; else it takes part only where a scenario names it.</summary>
    public virtual bool IsProxy => true;

    /// <summary>Which version it is, in one line.</summary>
    public abstract Task<string> VersionAsync(CancellationToken stop);

    /// <summary>Writes what the proxy needs into the folder, which is its own, and says how it is started.</summary>
    public abstract Command Prepare(Site site, string folder);

    protected static string Write(string folder, string name, string text)
    {
        var path = Path.Combine(folder, name);
        File.WriteAllText(path, text);
        return path;
    }

    protected static string Lines<T>(IEnumerable<T> items, Func<T, string> line) => string.Join('\n', items.Select(line));
}
