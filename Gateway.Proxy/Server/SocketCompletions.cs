namespace Gateway.Proxy.Server;

/// <summary>Has the thread that notices an upstream's answer handle it, instead of waking another: docs/decisions/0003-runtime.md.</summary>
internal static class SocketCompletions
{
    private const string Variable = "DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS";

    /// <summary>To be called before the process has its first socket. Whoever has set the runtime's variable has decided.</summary>
    public static void HandleInline()
    {
        if (string.IsNullOrEmpty(Environment.GetEnvironmentVariable(Variable)))
            Environment.SetEnvironmentVariable(Variable, "1");
    }
}
