using System.Net.Sockets;

namespace Fakes.Shared;

/// <summary>Where the fake listens, and what it says when it cannot.</summary>
internal static class Listening
{
    private static readonly string[] AddressKeys = ["urls", "http_ports", "https_ports"];

    /// <summary>The argument wins over the environment, the environment over the service's own port.</summary>
    public static void ListenOn(this WebApplicationBuilder builder, FakeIdentity identity, int? port)
    {
        if (port is null && IsAddressConfigured(builder.Configuration)) return;
        port ??= identity.DefaultPort;

        // "localhost" means two sockets, which cannot share a port that is not known beforehand.
        builder.WebHost.UseUrls(port == 0 ? "http://127.0.0.1:0" : $"http://localhost:{port}");
    }

    public static async Task<int> RunAsync(this WebApplication app, FakeIdentity identity)
    {
        await using var _ = app;
        try
        {
            await app.StartAsync();
        }
        catch (Exception error) when (error is IOException or SocketException or FormatException or InvalidOperationException)
        {
            var asked = AddressKeys.Select(key => app.Configuration[key]).FirstOrDefault(value => !string.IsNullOrEmpty(value));
            await Console.Error.WriteLineAsync($"{identity.Service}: cannot listen on {asked}: {error.Message}");
            return 1;
        }

        await app.WaitForShutdownAsync();
        return 0;
    }

    private static bool IsAddressConfigured(ConfigurationManager configuration) =>
        AddressKeys.Any(key => !string.IsNullOrEmpty(configuration[key]))
        || configuration.GetSection("Kestrel:Endpoints").Exists();
}
