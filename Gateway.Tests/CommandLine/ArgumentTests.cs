using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Gateway.Tests.Harness;

namespace Gateway.Tests.CommandLine;

public sealed class ArgumentTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Help_explains_every_argument()
    {
        await using var gateway = GatewayProcess.Start(["--help"]);

        Assert.Equal(0, await gateway.ExitAsync(Limit));
        foreach (var option in (string[])["--port", "--coredinator-port", "--coretelemetry-port", "--config", "--validate-config", "--help"])
            Assert.Contains(option, gateway.Output, StringComparison.Ordinal);
        Assert.Contains("gateway [options]", LinesOf(gateway.Output));
        Assert.Equal(string.Empty, gateway.Errors.Trim());
    }

    [Theory]
    [InlineData("--prot", "8001", "--prot")]
    [InlineData("--port", "abc", "abc")]
    [InlineData("--port", "65536", "65536")]
    [InlineData("--port", "-1", "-1")]
    [InlineData("--coredinator-port", "x7000", "x7000")]
    [InlineData("--coredinator-port", "0", "1 to 65535")]
    [InlineData("--coretelemetry-port", "0", "1 to 65535")]
    [InlineData("--host", "1", "\"1\"")]
    [InlineData("--host", "[::1", "\"[::1\"")]
    [InlineData("--validate-config", "stray", "stray")]
    public async Task A_bad_argument_ends_with_code_2_and_lines_that_name_it(string first, string second, string named)
    {
        await using var gateway = GatewayProcess.Start([first, second]);

        Assert.Equal(2, await gateway.ExitAsync(Limit));
        var lines = LinesOf(gateway.Errors);
        Assert.Contains(lines, line => line.Contains(named, StringComparison.Ordinal));
        Assert.All(lines, line => Assert.Contains("--help", line, StringComparison.Ordinal));
        AssertNoStackTrace(gateway);
    }

    [Fact]
    public async Task An_argument_without_its_value_ends_with_code_2()
    {
        await using var gateway = GatewayProcess.Start(["--port"]);

        Assert.Equal(2, await gateway.ExitAsync(Limit));
        Assert.Contains("--port", Assert.Single(LinesOf(gateway.Errors)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_port_in_use_ends_with_code_1_and_one_line_that_names_it()
    {
        using TcpListener taken = new(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port.ToString(CultureInfo.InvariantCulture);

        await using var gateway = GatewayProcess.Start(["--host", "127.0.0.1", "--port", port]);

        Assert.Equal(1, await gateway.ExitAsync(Limit));
        Assert.Contains(port, Assert.Single(LinesOf(gateway.Errors)), StringComparison.Ordinal);
        AssertNoStackTrace(gateway);
    }

    [Theory]
    [InlineData("Gateway__Management__Port", "Gateway:Management:Port")]
    [InlineData("Gateway__Http2Port", "Gateway:Http2Port")]
    public async Task A_further_port_in_use_ends_with_code_1_and_one_line_that_names_its_setting(string variable, string key)
    {
        using TcpListener taken = new(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port.ToString(CultureInfo.InvariantCulture);

        await using var gateway = GatewayProcess.Start(["--host", "127.0.0.1", "--port", "0"], new Dictionary<string, string> { [variable] = port, ["Gateway__Management__Host"] = "127.0.0.1" });

        Assert.Equal(1, await gateway.ExitAsync(Limit));
        Assert.StartsWith($"{key}: \"{port}\" cannot be listened on: ", Assert.Single(LinesOf(gateway.Errors)), StringComparison.Ordinal);
        AssertNoStackTrace(gateway);
    }

    [Fact]
    public async Task The_version_is_printed()
    {
        await using var gateway = GatewayProcess.Start(["--version"]);

        Assert.Equal(0, await gateway.ExitAsync(Limit));
        Assert.StartsWith(Gateway.Proxy.Diagnostics.GatewayVersion.Text, gateway.Output, StringComparison.Ordinal);
    }

    internal static string[] LinesOf(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    internal static void AssertNoStackTrace(GatewayProcess gateway)
    {
        Assert.DoesNotContain("   at ", gateway.Errors + gateway.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("Exception", gateway.Errors + gateway.Output, StringComparison.Ordinal);
    }
}
