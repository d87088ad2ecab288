namespace Gateway.Bench.Running;

/// <summary>How a server is started.</summary>
internal sealed record Command(string File, IReadOnlyList<string> Arguments, string Folder)
{
    /// <summary>Over the environment of this process.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();
}
