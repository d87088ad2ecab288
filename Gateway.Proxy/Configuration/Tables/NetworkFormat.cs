using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;

namespace Gateway.Proxy.Configuration.Tables;

/// <summary>An IP address, or a network in CIDR notation.</summary>
internal sealed class NetworkFormat : ScalarFormat<IPNetwork>
{
    public override string Allowed => "an IP address or a network, for example 10.0.0.0/8";

    public override JsonObject Schema() => new() { ["type"] = "string", ["pattern"] = @"^[0-9A-Fa-f.:]+(/\d{1,3})?$" };

    protected override bool TryParse(string text, out IPNetwork value)
    {
        value = default;
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        if (!AddressText.TryParse(slash < 0 ? text : text[..slash], out var address))
            return false;
        if (slash >= 0)
            return IPNetwork.TryParse(text, out value);
        value = new IPNetwork(address, address.AddressFamily == AddressFamily.InterNetwork ? 32 : 128);
        return true;
    }

    protected override bool IsAllowed(IPNetwork value) => true;
}
