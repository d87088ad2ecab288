namespace Gateway.Proxy.Configuration;

/// <summary>The configuration, or a route added in code, cannot be used; <see cref="Errors"/> says everything that is wrong.</summary>
public sealed class GatewayConfigurationException : Exception
{
    internal GatewayConfigurationException(IReadOnlyList<ConfigurationError> errors)
        : base(string.Join(Environment.NewLine, errors)) => Errors = errors;

    /// <summary>Every error, with its config path.</summary>
    public IReadOnlyList<ConfigurationError> Errors { get; }
}
