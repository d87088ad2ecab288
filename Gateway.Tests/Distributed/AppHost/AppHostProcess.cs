using System.Runtime.InteropServices;
using Gateway.Tests.Harness;

namespace Gateway.Tests.Distributed.AppHost;

/// <summary>
/// The AppHost as a process of its own, beside whatever else runs on this machine: on ports of its own, with what its
/// launch profile would set.
/// </summary>
internal sealed class AppHostProcess : DotnetProcess
{
    // Where it is built: Aspire's packages bring assemblies that are not copied beside the tests, whose shared framework has them.
    private static readonly string Program = Path.Combine(
        Projects.Gateway_AppHost.ProjectPath, Path.GetRelativePath(Repository.File("Gateway.Tests"), AppContext.BaseDirectory), "Gateway.AppHost.dll");

    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(90);
    private static readonly TimeSpan EndLimit = TimeSpan.FromSeconds(30);

    private AppHostProcess(string mark, string? workingDirectory, IEnumerable<string> arguments)
        : base(Program, [$"--contentRoot={Projects.Gateway_AppHost.ProjectPath}", .. arguments], Environment(mark), workingDirectory) => Mark = mark;

    /// <summary>All processes that it starts, also indirectly, have this in their environment.</summary>
    public string Mark { get; }

    public static AppHostProcess Start(params string[] arguments) => new(NewMark(), workingDirectory: null, arguments);

    public static AppHostProcess StartIn(DirectoryInfo directory, params string[] arguments) => new(NewMark(), directory.FullName, arguments);

    /// <summary>Waits for the addresses, which are written when everything is up.</summary>
    public async Task IsUpAsync()
    {
        await Eventually.BecomesTrueAsync(
            () => Task.FromResult(Output.Contains("Ctrl+C ends all of it.", StringComparison.Ordinal) || HasEnded), StartLimit, () => $"the AppHost's addresses. It wrote:\n{Output}\n{Errors}");
        Assert.False(HasEnded, $"The AppHost ended. It wrote:\n{Output}\n{Errors}");
    }

    /// <summary>The address of a resource, as it is written to the terminal.</summary>
    public string Address(string resource) =>
        Assert.Single(Output.Split('\n'), line => line.StartsWith($"  {resource} ", StringComparison.Ordinal)).Split(' ')[^1].Trim();

    /// <summary>Asks it to end, because it alone can end what it has started.</summary>
    public override async ValueTask DisposeAsync()
    {
        if (!HasEnded)
        {
            Signal(PosixSignal.SIGTERM);
            try
            {
                await ExitAsync(EndLimit);
            }
            catch (OperationCanceledException)
            {
                // It is killed.
            }
        }

        await base.DisposeAsync();
    }

    private static string NewMark() => $"GATEWAY_TEST_MARK={Guid.NewGuid():n}";

    private static Dictionary<string, string> Environment(string mark) => new()
    {
        [mark.Split('=')[0]] = mark.Split('=')[1],
        ["DOTNET_ENVIRONMENT"] = "Development",
        ["ASPIRE_ALLOW_UNSECURED_TRANSPORT"] = "true",
        ["ASPIRE_DASHBOARD_UNSECURED_ALLOW_ANONYMOUS"] = "true",
        ["OTEL_EXPORTER_OTLP_TIMEOUT"] = "1000",
        ["DcpPublisher__RandomizePorts"] = "true",
        ["ASPNETCORE_URLS"] = FreeAddress(),
        ["ASPIRE_DASHBOARD_OTLP_ENDPOINT_URL"] = FreeAddress(),
        ["ASPIRE_DASHBOARD_OTLP_HTTP_ENDPOINT_URL"] = FreeAddress(),
    };

    private static string FreeAddress() => $"http://localhost:{Ports.Free()}";
}
