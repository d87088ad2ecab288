namespace Aspire.Hosting.Processes;

/// <summary>A process to start. Its environment is the AppHost's, less what is only meant for the AppHost, plus its own.</summary>
internal sealed record ProcessSpec(
    string FileName,
    IReadOnlyList<string> Arguments,
    string WorkingDirectory,
    IReadOnlyDictionary<string, string> Environment)
{
    /// <summary>The variables that secret parameters are part of.</summary>
    public IReadOnlySet<string> Secrets { get; init; } = new HashSet<string>();
}
