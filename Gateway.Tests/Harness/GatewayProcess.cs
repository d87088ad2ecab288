namespace Gateway.Tests.Harness;

/// <summary>The gateway as a process of its own.</summary>
internal sealed class GatewayProcess : DotnetProcess
{
    private GatewayProcess(IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment, string? workingDirectory)
        : base(typeof(GatewayRoutes).Assembly, arguments, environment, workingDirectory)
    {
    }

    public static GatewayProcess Start(IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment = null, string? workingDirectory = null) =>
        new(arguments, environment, workingDirectory);
}
