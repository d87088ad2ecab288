using Gateway.Proxy.Configuration;

namespace Gateway.Proxy;

/// <summary>One error of the configuration. Secrets are masked.</summary>
public sealed record ConfigurationError
{
    internal ConfigurationError(string path, string message, string? source = null)
    {
        Path = Secrets.In(path);
        Message = Secrets.In(message);
        Source = source is null ? null : Secrets.In(source);
    }

    /// <summary>The config path, for example <c>Gateway:Routes:orders:Timeout</c>.</summary>
    public string Path { get; }

    /// <summary>The error, and what is allowed.</summary>
    public string Message { get; }

    /// <summary>Where the key is set, for example <c>gateway.json</c> or <c>environment variable Gateway__Via</c>; null when this is not known or there are several sources.</summary>
    public string? Source { get; }

    /// <summary>One line.</summary>
    public override string ToString() => (Source is null ? $"{Path}: {Message}" : $"{Path}: {Message} (in {Source})").ReplaceLineEndings("\\n");
}
