using System.Net;
using System.Net.Sockets;

namespace Gateway.Tests.Distributed.AppHost;

/// <summary>What keeps the AppHost from starting is said in one line.</summary>
public sealed class StartTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    public StartTests() => AppHostProcess.RequireStandIn();

    [Fact]
    public async Task Once_up_it_says_what_is_where()
    {
        await using var appHost = AppHostProcess.Start();

        await appHost.IsUpAsync();

        foreach (var resource in (string[])["gateway", "coredinator", "coretelemetry", "coretelemetry-next"])
            Assert.Contains(appHost.Table(), line => line.TrimStart().StartsWith($"{resource} ", StringComparison.Ordinal) && line.Contains("Healthy", StringComparison.Ordinal));
        var docs = Assert.Single(appHost.Table(), line => line.Contains(" docs ", StringComparison.Ordinal)).Split(' ')[^1].Trim();
        using HttpClient client = new();
        Assert.Contains("swagger", await client.GetStringAsync(docs), StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("--nonsense")]
    [InlineData("nonsense")]
    public async Task An_unknown_argument_is_one_line_and_exit_code_2(string argument)
    {
        await using var appHost = AppHostProcess.Start(argument);

        Assert.Equal(2, await appHost.ExitAsync(Limit));
        Assert.Contains($"'{argument}'", Assert.Single(appHost.Errors.Trim().Split('\n')), StringComparison.Ordinal);
    }

    [Fact]
    public async Task To_the_Aspire_CLI_it_says_that_this_needs_the_packages_and_ends()
    {
        await using var appHost = AppHostProcess.StartFromAspireCli();

        Assert.Equal(1, await appHost.ExitAsync(Limit));
        Assert.Contains("Aspire's packages", Assert.Single(appHost.Errors.Trim().Split('\n')), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_port_in_use_is_one_line_that_says_which_and_exit_code_1()
    {
        using Socket occupied = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            occupied.Bind(new IPEndPoint(IPAddress.Loopback, 8001));
            occupied.Listen();
        }
        catch (SocketException)
        {
            // Somebody else has it: in use all the same.
        }

        await using var appHost = AppHostProcess.StartOnDeclaredPorts();

        Assert.Equal(1, await appHost.ExitAsync(Limit));
        var errors = appHost.Errors.Trim().Split('\n');
        Assert.Contains(errors, line => line.Contains("Port 8001 of resource 'gateway' is in use", StringComparison.Ordinal));
        Assert.All(errors, line => Assert.StartsWith("Port ", line, StringComparison.Ordinal));
    }
}
