using System.Net;
using System.Net.Sockets;

namespace Gateway.Tests.Distributed.AppHost;

public sealed class PortInUseTests
{
    [Fact]
    public async Task A_port_in_use_is_an_error_that_names_it_and_its_service()
    {
        using TcpListener taken = new(IPAddress.Loopback, 8001);
        try
        {
            taken.Start();
        }
        catch (SocketException)
        {
            // Somebody has it already, which is what the test needs.
        }

        await using var appHost = AppHostProcess.Start("DcpPublisher:RandomizePorts=false");

        Assert.Equal(1, await appHost.ExitAsync(TimeSpan.FromSeconds(90)));
        Assert.Contains("Port 8001 of gateway is in use by another process", appHost.Errors, StringComparison.Ordinal);
    }
}
