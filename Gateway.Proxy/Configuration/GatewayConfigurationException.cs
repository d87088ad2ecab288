namespace Gateway.Proxy;

/// <summary>The configuration, or a route added in code, is invalid; <see cref="Errors"/> lists every error.</summary>
public sealed class GatewayConfigurationException : Exception
{
    internal GatewayConfigurationException(IReadOnlyList<ConfigurationError> errors)
        : base(string.Join(Environment.NewLine, errors)) => Errors = errors;

    /// <summary>Every error, with its config path.</summary>
    public IReadOnlyList<ConfigurationError> Errors { get; }

    /// <summary>The errors without a stack trace: an application that does not catch the exception shows what to change, and nothing else.</summary>
    public override string ToString() => $"The gateway's configuration is invalid.{Environment.NewLine}{Message}";
}
