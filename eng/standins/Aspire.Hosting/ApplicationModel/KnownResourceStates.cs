// Stands in for Aspire.Hosting.ApplicationModel.KnownResourceStates.
namespace Aspire.Hosting.ApplicationModel;

public static class KnownResourceStates
{
    public static readonly string NotStarted = nameof(NotStarted);
    public static readonly string Waiting = nameof(Waiting);
    public static readonly string Starting = nameof(Starting);
    public static readonly string Running = nameof(Running);
    public static readonly string Stopping = nameof(Stopping);

    /// <summary>It ended by itself with exit code 0.</summary>
    public static readonly string Finished = nameof(Finished);

    /// <summary>It was stopped, or ended by itself with another exit code.</summary>
    public static readonly string Exited = nameof(Exited);

    /// <summary>There never was a process, or what it waited for has ended.</summary>
    public static readonly string FailedToStart = nameof(FailedToStart);

    public static readonly IReadOnlyList<string> TerminalStates = [Finished, FailedToStart, Exited];
}
