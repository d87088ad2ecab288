using System.Reflection;
using Aspire.Hosting;
using Gateway.Tests.Harness;

namespace Gateway.Tests.Distributed.AppHost;

/// <summary>
/// The AppHost as a process of its own, beside whatever else runs on this machine: on ports of its own, with what its
/// launch profile would set. How it ends is the orchestrator's doing: with Aspire's own these tests would test Aspire.
/// </summary>
internal sealed class AppHostProcess : DotnetProcess
{
    // Where it is built: Aspire's packages bring assemblies that are not copied beside the tests, whose shared framework has them.
    private static readonly string Program = Path.Combine(
        Projects.Gateway_AppHost.ProjectPath, Path.GetRelativePath(Repository.File("Gateway.Tests"), AppContext.BaseDirectory), "Gateway.AppHost.dll");

    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(90);

    private AppHostProcess(IEnumerable<string> arguments, IReadOnlyDictionary<string, string> environment, string? workingDirectory = null)
        : base(Program, arguments, environment, workingDirectory)
    {
    }

    public static void RequireStandIn() =>
        Assert.SkipWhen(IsReal, "The solution is built against the real Aspire packages; this tests the stand-in for them.");

    public static AppHostProcess Start(params string[] arguments) => new(arguments, Environment(randomPorts: true));

    public static AppHostProcess StartOnDeclaredPorts(params string[] arguments) => new(arguments, Environment(randomPorts: false));

    /// <summary>As <c>aspire run</c> starts it, which then expects to be called.</summary>
    public static AppHostProcess StartFromAspireCli() =>
        new([], new Dictionary<string, string>(Environment(randomPorts: true)) { ["ASPIRE_BACKCHANNEL_PATH"] = Path.GetRandomFileName() });

    public static AppHostProcess StartIn(DirectoryInfo directory, params string[] arguments) =>
        new(arguments, Environment(randomPorts: true), directory.FullName);

    /// <summary>Waits for the table of resources, which is printed when all of them are up.</summary>
    public async Task IsUpAsync()
    {
        await Eventually.BecomesTrueAsync(
            () => Task.FromResult(HasTable() || HasEnded), StartLimit, () => $"the AppHost's table. It wrote:\n{Output}\n{Errors}");
        Assert.False(HasEnded, $"The AppHost ended. It wrote:\n{Output}\n{Errors}");
    }

    /// <summary>The lines of the table of resources.</summary>
    public IReadOnlyList<string> Table() =>
        [.. Output.Split('\n').SkipWhile(line => !line.StartsWith("  resource ", StringComparison.Ordinal)).TakeWhile(line => line.Trim().Length > 0)];

    /// <summary>It is read line by line, and ends with an empty one.</summary>
    private bool HasTable()
    {
        var output = Output.ReplaceLineEndings("\n");
        return output.IndexOf("\n  resource ", StringComparison.Ordinal) is >= 0 and var table && output.IndexOf("\n\n", table, StringComparison.Ordinal) > 0;
    }

    /// <summary>The real packages come from Microsoft; the stand-in is built here.</summary>
    public static bool IsReal { get; } = typeof(DistributedApplication).Assembly
        .GetCustomAttribute<AssemblyCompanyAttribute>()?.Company.StartsWith("Microsoft", StringComparison.Ordinal) == true;

    private static Dictionary<string, string> Environment(bool randomPorts) => new()
    {
        ["DOTNET_ENVIRONMENT"] = "Development",
        ["ASPIRE_ALLOW_UNSECURED_TRANSPORT"] = "true",
        ["DcpPublisher__RandomizePorts"] = $"{randomPorts}",
        ["ASPNETCORE_URLS"] = FreeAddress(),
        ["ASPIRE_DASHBOARD_OTLP_ENDPOINT_URL"] = FreeAddress(),
        ["ASPIRE_DASHBOARD_OTLP_HTTP_ENDPOINT_URL"] = FreeAddress(),
    };

    private static string FreeAddress() => $"http://localhost:{Ports.Free()}";
}
