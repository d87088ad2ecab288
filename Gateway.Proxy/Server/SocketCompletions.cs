namespace Gateway.Proxy.Server;

/// <summary>Runs socket completions inline on the event thread, instead of on the thread pool: docs/decisions/0003-runtime.md.</summary>
internal static class SocketCompletions
{
    private const string Variable = "DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS";

    /// <summary>Call this before the process opens its first socket. An existing value of the runtime's variable takes precedence.</summary>
    public static void HandleInline()
    {
        if (string.IsNullOrEmpty(Environment.GetEnvironmentVariable(Variable)))
            Environment.SetEnvironmentVariable(Variable, "1");
    }
}
