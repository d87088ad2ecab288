using Gateway.Proxy.Configuration.Tables;

namespace Gateway.Proxy.Server;

/// <summary>A port for the gateway's own endpoints.</summary>
internal static class ManagementPort
{
    /// <summary>Adds the port to what the application listens on.</summary>
    public static void Listen(WebApplicationBuilder builder, ManagementSettings settings)
    {
        if (settings.Port is { } port)
            ListenAddresses.Add(builder, "Management", $"http://{AddressText.InUrl(settings.Host)}:{port}");
    }
}
