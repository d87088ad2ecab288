using System.Text;
using Gateway.Proxy.Settings;
using Gateway.Tests.Harness;
using Microsoft.Extensions.Configuration;

namespace Gateway.Tests.Sessions;

public sealed class SessionDocTests
{
    [Fact]
    public void The_config_of_the_page_is_read_as_the_page_says_and_is_all_defaults_but_the_name()
    {
        using MemoryStream file = new(Encoding.UTF8.GetBytes($"{{ \"Gateway\": {GatewayConfig.Route("http://a", new NamedBlocks("docs/sessions.md").Get("route", "cookie") + "\n")} }}"));

        Assert.Equal(new SessionPersistenceSettings { SessionName = "gw-orders" }, Assert.Single(GatewaySettingsReader.Read(new ConfigurationBuilder().AddJsonStream(file).Build()).Routes).SessionPersistence);
    }
}
