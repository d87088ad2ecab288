using System.Net;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Gateway.Proxy.Settings;
using Gateway.Tests.Harness;
using Microsoft.Extensions.Configuration;

namespace Gateway.Tests.Access;

/// <summary>The config files of docs/security.md do what the page says.</summary>
public sealed class SecurityExampleTests
{
    private static readonly NamedBlocks Page = new("docs/security.md");

    [Fact]
    public void The_access_rules_of_the_page_are_read_as_the_page_says()
    {
        using TestCertificates certificates = new();
        using TestIssuer issuer = new();
        var json = GatewayConfig.Route("http://a", Page.Get("route", "access") + "\n")
            .Replace("/etc/gateway/keys.json", issuer.KeyFile, StringComparison.Ordinal).Replace("/etc/gateway/upstream-ca.pem", certificates.AuthorityFile, StringComparison.Ordinal);

        var route = Assert.Single(Read(json).Routes);

        Assert.Equal(["https://app.example.com"], route.Cors!.Origins);
        Assert.True(route.Cors.Credentials);
        Assert.Equal(5_000_000_000, route.MaxRequestBodySize);
        Assert.Equal((100, TimeSpan.FromSeconds(1)), (route.RateLimit.Permits, route.RateLimit.Window));
        Assert.Equal(("https://login.example.com", issuer.KeyFile), (route.Authorization.Issuer, route.Authorization.JwksFile));
        Assert.Equal(["orders"], route.Authorization.Audiences);
        Assert.Equal(certificates.AuthorityFile, route.Tls.CaFile);
    }

    [Fact]
    public void The_header_edits_of_the_page_are_read_as_the_page_says() =>
        Assert.Equal(["X-Original-URL", "X-Rewrite-URL"], Assert.Single(Read(GatewayConfig.Route("http://a", Page.Get("route", "rewrite-fields"))).Routes).RequestHeaders.Remove);

    [Fact]
    public async Task With_the_file_of_the_page_the_gateway_serves_TLS_and_its_management_port()
    {
        using TestCertificates certificates = new();
        var folder = Directory.CreateTempSubdirectory("gateway-test-").FullName;
        var (https, management) = (Ports.Free(), Ports.Free());
        await File.WriteAllTextAsync(Path.Combine(folder, "tls.pem"), certificates.Server.ExportCertificatePem());
        using (var key = certificates.Server.GetECDsaPrivateKey()!)
            await File.WriteAllTextAsync(Path.Combine(folder, "tls.key"), key.ExportPkcs8PrivateKeyPem());
        var config = Path.Combine(folder, "gateway.json");
        await File.WriteAllTextAsync(config, $"{{ {Page.Get("file", "management-and-tls").Replace("9001", $"{management}", StringComparison.Ordinal).Replace("*:8443", $"127.0.0.1:{https}", StringComparison.Ordinal).Replace("/etc/gateway/", folder + "/", StringComparison.Ordinal)} }}");
        await using (var gateway = GatewayProcess.Start(["--config", config]))
        {
            using SocketsHttpHandler handler = new();
            handler.SslOptions.RemoteCertificateValidationCallback = (_, presented, _, _) => presented?.GetCertHashString() == certificates.Server.GetCertHashString();
            using HttpClient client = new(handler);

            // The services that the gateway knows by itself are not there, so it is not well; but it answers.
            await Eventually.BecomesTrueAsync(
                async () => await StatusAsync(client, $"https://127.0.0.1:{https}/health") is not null, TimeSpan.FromSeconds(60), () => $"the gateway answers over TLS: {gateway.Output}{gateway.Errors}");
            Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(client, $"https://127.0.0.1:{https}/gateway/status"));

            // It listens on one port after the other.
            await Eventually.BecomesTrueAsync(
                async () => await StatusAsync(client, $"http://localhost:{management}/gateway/status") == HttpStatusCode.OK, TimeSpan.FromSeconds(60), "the management port answers");
        }

        Directory.Delete(folder, recursive: true);
    }

    private static GatewaySettings Read(string section)
    {
        using MemoryStream file = new(Encoding.UTF8.GetBytes($"{{ \"Gateway\": {section} }}"));
        return GatewaySettingsReader.Read(new ConfigurationBuilder().AddJsonStream(file).Build());
    }

    private static async Task<HttpStatusCode?> StatusAsync(HttpClient client, string url)
    {
        try
        {
            using var response = await client.GetAsync(url);
            return response.StatusCode;
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }
}
