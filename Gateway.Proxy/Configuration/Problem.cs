namespace Gateway.Proxy.Configuration;

/// <summary>One thing that is wrong with the configuration.</summary>
/// <param name="Path">Where: the config path, for example <c>Gateway:Routes:orders:Timeout</c>.</param>
/// <param name="Message">What is wrong, and what is allowed.</param>
public sealed record Problem(string Path, string Message)
{
    /// <summary>One line.</summary>
    public override string ToString() => $"{Path}: {Message}".ReplaceLineEndings("\\n");
}
