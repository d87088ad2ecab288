using Gateway.Tests.Harness;

namespace Gateway.Tests.Containers;

/// <summary>The images of the gateway and the fakes, built once by <c>eng/image.sh</c>.</summary>
internal static class Images
{
    // .ci/run builds them before the tests begin, so that the build slows none of them down.
    private static readonly string? BuiltTag = Environment.GetEnvironmentVariable("GATEWAY_IMAGE_TAG");

    public static string Gateway => $"gateway:{Tag}";

    public static string Coredinator => $"fakes-coredinator:{Tag}";

    public static string CoreTelemetry => $"fakes-coretelemetry:{Tag}";

    public static string Tag => BuiltTag ?? "test";

    /// <summary>Builds them unless GATEWAY_IMAGE_TAG names the tag that they have; returns what went wrong, or null.</summary>
    public static async Task<string?> BuildAsync()
    {
        if (BuiltTag is not null)
            return null;
        var (exitCode, output, errors) = await Command.RunAsync("sh", Repository.File("eng/image.sh"), "--fakes", $"-p:ContainerImageTag={Tag}");
        return exitCode == 0 ? null : $"eng/image.sh failed: {output}{errors}";
    }
}
