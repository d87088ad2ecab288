namespace Gateway.Proxy.Configuration;

/// <summary>One thing that is wrong with the configuration. Secrets are hidden in it.</summary>
public sealed record ConfigurationError
{
    internal ConfigurationError(string path, string message)
    {
        Path = Secrets.In(path);
        Message = Secrets.In(message);
    }

    /// <summary>Where: the config path, for example <c>Gateway:Routes:orders:Timeout</c>.</summary>
    public string Path { get; }

    /// <summary>What is wrong, and what is allowed.</summary>
    public string Message { get; }

    /// <summary>One line.</summary>
    public override string ToString() => $"{Path}: {Message}".ReplaceLineEndings("\\n");
}
