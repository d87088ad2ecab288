using Gateway.Proxy.Configuration;

namespace Gateway.Proxy;

/// <summary>One error of the configuration. Secrets are masked.</summary>
public sealed record ConfigurationError
{
    internal ConfigurationError(string path, string message)
    {
        Path = Secrets.In(path);
        Message = Secrets.In(message);
    }

    /// <summary>The config path, for example <c>Gateway:Routes:orders:Timeout</c>.</summary>
    public string Path { get; }

    /// <summary>The error, and what is allowed.</summary>
    public string Message { get; }

    /// <summary>One line.</summary>
    public override string ToString() => $"{Path}: {Message}".ReplaceLineEndings("\\n");
}
