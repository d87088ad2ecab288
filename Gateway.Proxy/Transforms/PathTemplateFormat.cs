using Gateway.Proxy.Configuration.Tables;
using Gateway.Proxy.Http;

namespace Gateway.Proxy.Transforms;

/// <summary>A path template: begins with <c>/</c>, parameters in braces.</summary>
internal static class PathTemplateFormat
{
    public static ValueFormat<string?> Optional { get; } = new OptionalFormat<string>(new TextFormat(
        "a path that begins with /, with the pattern's parameters in braces, for example /v1/orders/{**path}",
        "^/[!-~]*$",
        text => HttpText.IsAbsolutePath(text) && !text.Contains('?', StringComparison.Ordinal)));
}
