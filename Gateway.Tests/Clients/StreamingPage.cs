using Gateway.Tests.Harness;

namespace Gateway.Tests.Clients;

/// <summary>The configs of docs/streaming.md, for a gateway in front of a test's own service.</summary>
internal static class StreamingPage
{
    public const string Target = "http://chat:5000";

    private static readonly NamedBlocks Page = new("docs/streaming.md");

    public static IEnumerable<string> Names => Page.Names("file");

    /// <summary>A config file as it stands on the page, but for where the service is.</summary>
    public static string Config(string name, string address)
    {
        var block = Page.Get("file", name);
        Assert.Contains(Target, block, StringComparison.Ordinal);
        return $"{{ {block.Replace(Target, address, StringComparison.Ordinal)} }}";
    }

    /// <summary>A gateway with a config of the page.</summary>
    public static Task<GatewayInstance> StartAsync(string name, string address) => GatewayInstance.StartWithFileAsync(Config(name, address));
}
