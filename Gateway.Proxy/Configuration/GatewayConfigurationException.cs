namespace Gateway.Proxy.Configuration;

/// <summary>The configuration, or a route added in code, cannot be used; <see cref="Problems"/> says everything that is wrong.</summary>
public sealed class GatewayConfigurationException : Exception
{
    internal GatewayConfigurationException(IReadOnlyList<Problem> problems)
        : base(string.Join(Environment.NewLine, problems)) => Problems = problems;

    /// <summary>Every problem, with its config path.</summary>
    public IReadOnlyList<Problem> Problems { get; }
}
